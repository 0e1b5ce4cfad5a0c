// A photo instead of a drawing: dropped, pasted or chosen, or the camera's picture, live. A file is sent as it is, as
// `hero predict` would read it.
import { makeCamera } from "./camera.js";
import { takePictures } from "./pictures.js";

const LIVE = 250; // milliseconds between two pictures of the camera

export function makePhoto({ send, announce, fail }) {
  const $ = (id) => document.getElementById(id);
  const preview = $("preview"), zone = $("drop"), video = $("video"), button = $("camera");
  const camera = makeCamera(video, fail);
  let timer;

  function show(on) {
    video.hidden = !on;
    zone.hidden = on;
    button.textContent = on ? "Stop the camera" : "Start the camera";
  }

  button.addEventListener("click", async () => {
    if (camera.on) {
      clearInterval(timer);
      camera.stop();
      announce("The camera is off", 0);
    } else if (await camera.start()) {
      timer = setInterval(() => { const image = camera.picture(); if (image && !document.hidden) send(() => ({ image, live: true })); }, LIVE);
      announce("The camera is on", 0);
    }
    show(camera.on);
  });

  takePictures({ button: "drop", input: "file", zone, fail }, (data) => {
    if (camera.on) button.click();
    preview.src = data;
    preview.hidden = false;
    $("hint").hidden = true;
    zone.setAttribute("aria-label", "Choose another photo");
    send(() => ({ image: data }));
  });
  return { begin() { button.hidden = !navigator.mediaDevices; } };
}
