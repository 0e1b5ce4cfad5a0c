// A sound: recorded from the microphone, dropped or chosen. A WAV file is sent as it is, so that `hero predict` would
// read the same; what else the browser can play becomes a WAV first.
import { asDataUrl, record, toWav } from "./microphone.js";

const SECONDS = 5; // of a recording, at most

export function makeSound({ send, announce, fail }) {
  const $ = (id) => document.getElementById(id);
  const button = $("record"), player = $("played"), chooser = $("sound-file"), zone = $("sound");
  let recording = null;

  async function take(wav) {
    const data = await asDataUrl(wav);
    player.src = data;
    player.hidden = false;
    send(() => ({ sound: data }));
  }

  async function use(file) {
    if (!file) return;
    try {
      const begin = new TextDecoder("latin1").decode(await file.slice(0, 4).arrayBuffer());
      await take(begin === "RIFF" ? new Blob([file], { type: "audio/wav" }) : await toWav(file));
    } catch {
      fail(new Error(`${file.name || "This file"} is no sound that can be opened. Try a WAV.`));
    }
  }

  async function begin() {
    recording = record({ seconds: SECONDS, meter: $("meter"), fail });
    button.textContent = "Stop";
    button.classList.add("on");
    announce("Recording", 0);
    try {
      const wav = await recording.done;
      if (wav) await take(wav);
    } catch {
      fail(new Error("Nothing was recorded. Hold it a little longer."));
    }
    recording = null;
    button.textContent = "Record again";
    button.classList.remove("on");
  }

  button.addEventListener("click", () => (recording ? recording.stop() : begin()));
  $("choose").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => { use(chooser.files[0]); chooser.value = ""; });
  const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => { over(false)(event); use(event.dataTransfer.files[0]); });
  return { begin() { button.hidden = !navigator.mediaDevices || !window.MediaRecorder; } };
}
