// A sound: recorded from the microphone, dropped or chosen. A WAV file is sent as it is, so that `hero predict` would
// read the same; what else the browser can play becomes a WAV first.
const SECONDS = 5; // of a recording, at most

export function makeSound({ send, announce, fail }) {
  const $ = (id) => document.getElementById(id);
  const button = $("record"), meter = $("meter"), player = $("played"), chooser = $("sound-file"), zone = $("sound");
  let recorder = null;

  function take(data) {
    player.src = data;
    player.hidden = false;
    send(() => ({ sound: data }));
  }

  function asDataUrl(blob) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  async function use(file) {
    if (!file) return;
    try {
      const begin = new TextDecoder("latin1").decode(await file.slice(0, 4).arrayBuffer());
      take(await asDataUrl(begin === "RIFF" ? new Blob([file], { type: "audio/wav" }) : await toWav(file)));
    } catch {
      fail(new Error(`${file.name || "This file"} is no sound that can be opened. Try a WAV.`));
    }
  }

  async function record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, autoGainControl: true } });
    } catch (error) {
      fail(new Error(error.name === "NotAllowedError"
        ? "The browser did not allow the microphone. Allow it beside the address, or choose a file."
        : "No microphone was found. Choose a file instead."));
      return;
    }
    const pieces = [];
    const silence = watch(stream);
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = async () => {
      silence();
      stream.getTracks().forEach((track) => track.stop());
      recorder = null;
      button.textContent = "Record again";
      button.classList.remove("on");
      await use(new Blob(pieces, { type: pieces[0]?.type }));
    };
    recorder.start();
    button.textContent = "Stop";
    button.classList.add("on");
    announce("Recording", 0);
    setTimeout(() => recorder?.state === "recording" && recorder.stop(), SECONDS * 1000);
  }

  // Show how loud it is while it records; returns a function that ends this.
  function watch(stream) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    let frame = requestAnimationFrame(function draw() {
      analyser.getFloatTimeDomainData(wave);
      meter.value = Math.max(...wave.map(Math.abs));
      frame = requestAnimationFrame(draw);
    });
    return () => { cancelAnimationFrame(frame); meter.value = 0; context.close(); };
  }

  button.addEventListener("click", () => (recorder ? recorder.stop() : record()));
  $("choose").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => { use(chooser.files[0]); chooser.value = ""; });
  const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => { over(false)(event); use(event.dataTransfer.files[0]); });
  return { begin() { button.hidden = !navigator.mediaDevices || !window.MediaRecorder; } };
}

// Whatever the browser can play, as a mono WAV of 16 bits.
async function toWav(blob) {
  const context = new AudioContext();
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  context.close();
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  const view = new DataView(new ArrayBuffer(44 + 2 * sound.length));
  const text = (place, letters) => [...letters].forEach((c, i) => view.setUint8(place + i, c.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + 2 * sound.length, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, sound.sampleRate, true); view.setUint32(28, 2 * sound.sampleRate, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, "data"); view.setUint32(40, 2 * sound.length, true);
  for (let i = 0; i < sound.length; i++) {
    const mean = channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length;
    view.setInt16(44 + 2 * i, Math.round(Math.max(-1, Math.min(1, mean)) * 32767), true);
  }
  return new Blob([view], { type: "audio/wav" });
}
