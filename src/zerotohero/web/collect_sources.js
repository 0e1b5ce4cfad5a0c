// What is recorded from: camera, microphone or drawing pad. A label's button begins a recording, and lets it end.
import { makeCamera } from "./camera.js";
import { asDataUrl, record as listen } from "./microphone.js";
import { makePad } from "./pad.js";

const BETWEEN = 120; // milliseconds between two pictures while the button is held
const LIVE = 250; // and between two that the model answers
const LONGEST = 10; // seconds of one recording
const $ = (id) => document.getElementById(id);

const HOW = {
  camera: "Hold a label's button, or its number key, to take pictures. Move a little meanwhile; pause between takes. 30 of each label make a start.",
  microphone: "Press a label's button, or its number key, and speak, clap or play. 30 of each label make a start.",
  pad: "Draw, then choose the label with its button or number key. 30 of each label make a start.",
};

export function makeSources({ ask, fail, announce, training, refresh }) {
  let source, presses = Date.now(), drawing = null;

  const camera = makeCamera($("video"), fail);
  $("camera-on").addEventListener("click", async () => {
    if (camera.on) camera.stop();
    else if (await camera.start()) { fail(null); announce("The camera is on", 0); }
    $("camera-on").textContent = camera.on ? "Stop the camera" : "Start the camera";
    $("video").classList.toggle("on", camera.on);
    refreshButtons();
  });
  setInterval(() => { if (source === "camera" && camera.on && !document.hidden) training.live(() => ({ image: camera.picture() })); }, LIVE);

  const pad = makePad({
    send: (question) => { drawing = question; training.live(question); },
    announce, fail,
  });

  let latest;
  const refreshButtons = () => latest && refresh(latest);

  async function keep(question, label, press, added) {
    const said = await ask("add", { ...question, label, press });
    latest = { ...latest, labels: said.labels };
    lock(said.labels);
    added(said);
    training.enough(said.labels);
  }

  const recorders = {
    camera(label, press, added) {
      let held = true;
      async function run() {
        do {
          const began = performance.now();
          const image = camera.picture();
          if (image) await keep({ image }, label, press, added);
          await new Promise((go) => setTimeout(go, Math.max(0, BETWEEN - (performance.now() - began))));
        } while (held);
      }
      return { done: run(), end() { held = false; } };
    },
    microphone(label, press, added) {
      const fixed = Number($("seconds").value);
      $("heard").textContent = "Wait …";
      const begun = () => { $("heard").textContent = `Now: ${label} …`; };
      const recording = listen({ seconds: fixed || LONGEST, meter: $("meter"), fail, begun });
      async function run() {
        try {
          const wav = await recording.done.catch(() => { throw new Error("Nothing was recorded. Hold it a little longer."); });
          if (wav) await keep({ sound: await asDataUrl(wav) }, label, press, added);
        } finally {
          $("heard").textContent = "Ready";
        }
      }
      return { done: run(), end() { if (!fixed) recording.stop(); } };
    },
    pad(label, press, added) {
      async function run() {
        if (!drawing) throw new Error("The pad is empty: draw first, then choose the label.");
        await keep(drawing(), label, press, added);
        pad.clear();
      }
      return { done: run(), end() {} };
    },
  };

  $("listen").addEventListener("click", async () => {
    $("heard").textContent = "Wait …";
    const begun = () => { $("heard").textContent = "Listening …"; };
    const recording = listen({ seconds: Number($("seconds").value) || 2, meter: $("meter"), fail, begun });
    try {
      const wav = await recording.done;
      const data = wav && await asDataUrl(wav);
      if (data) training.live(() => ({ sound: data }));
    } catch {
      fail(new Error("Nothing was heard. Try again, a little louder."));
    }
    $("heard").textContent = "Ready";
  });
  training.whenReady(() => { $("listen").hidden = false; if (drawing) training.live(drawing); });

  const buttons = [...document.querySelectorAll("[data-source]")];
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      try {
        refresh(await ask("source", { source: button.dataset.source }));
        fail(null);
      } catch (error) {
        fail(error);
      }
    });
  }

  // Once there are examples, the others would not fit them.
  function lock(labels) {
    const some = labels.some(({ count }) => count);
    for (const button of buttons) button.disabled = some && button.dataset.source !== source;
  }

  function show(now) {
    latest = now;
    if (now.source !== source && camera.on) $("camera-on").click();
    source = now.source;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.source === source));
    lock(now.labels);
    $("how-to").textContent = HOW[source] ?? "Choose one. It can be changed until something is recorded.";
    for (const name of Object.keys(HOW)) $(name).hidden = name !== source;
    if (source === "pad") pad.begin();
  }

  return {
    show,
    ready: () => Boolean(source) && (source !== "camera" || camera.on),
    invites: (label) => ({ camera: camera.on ? `Hold: ${label}` : "Start the camera first", microphone: `Record ${label}`, pad: `This is ${label}` }[source] ?? "Choose a source first"),
    record: (label, added) => recorders[source](label, presses += 1, added),
  };
}
