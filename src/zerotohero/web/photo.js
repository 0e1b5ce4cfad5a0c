// A photo instead of a drawing: dropped, pasted or chosen, or the camera's picture, live. A file is sent as it is, as
// `hero predict` would read it.
import { liveCamera } from "./camera.js";
import { takePictures } from "./pictures.js";

export function makePhoto({ send, announce, fail }) {
  const $ = (id) => document.getElementById(id);
  const preview = $("preview"), zone = $("drop");
  const camera = liveCamera({ video: $("video"), button: $("camera"), instead: zone, send, announce, fail });

  takePictures({ button: "drop", input: "file", zone, fail }, (data) => {
    if (camera.on) camera.toggle();
    preview.src = data;
    preview.hidden = false;
    $("hint").hidden = true;
    zone.setAttribute("aria-label", "Choose another photo");
    send(() => ({ image: data }));
  });
  return { begin() {} };
}
