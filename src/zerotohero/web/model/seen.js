// A picture, as it comes in: an <img>, <canvas> or <video>, or what p5.js makes of them.
import { framed } from "./drawing.js";
import { inMode, inSize, pixelNumbers, pixelsOf } from "./pixels.js";

export const kind = {
  async prepare(about, input) {
    if (typeof input !== "string") return input;
    const picture = Object.assign(new Image(), { src: input });
    await picture.decode();
    return picture;
  },

  // Returns null where nothing is drawn.
  read(about, input) {
    const { height, width, mode, frame } = about.picture;
    const element = input?.elt ?? input?.canvas ?? input;
    if (!(element?.tagName || element instanceof ImageBitmap)) {
      throw new Error("This model looks at pictures: give it an <img>, a <canvas> or a <video>.");
    }
    let picture = inMode(pixelsOf(element, Math.max(320, 4 * height, 4 * width)), mode);
    if (picture.height !== height || picture.width !== width) picture = frame ? framed(frame, picture) : inSize(picture, height, width);
    return picture && { cells: picture, notes: [] };
  },

  numbers: pixelNumbers,
};
