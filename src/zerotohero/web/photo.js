// A photo instead of a drawing: dropped, pasted or chosen. The file itself is sent, as `hero predict` would read it.
import { takePictures } from "./pictures.js";

export function makePhoto({ send, fail }) {
  const preview = document.getElementById("preview");
  const zone = document.getElementById("drop");
  takePictures({ button: "drop", input: "file", zone, fail }, (data) => {
    preview.src = data;
    preview.hidden = false;
    document.getElementById("hint").hidden = true;
    zone.setAttribute("aria-label", "Choose another photo");
    send(() => ({ image: data }));
  });
  return { begin() {} };
}
