// Pictures as numbers: made grey and small the way the training pictures were.

// What an <img>, <video> or <canvas> shows, as {height, width, depth 4, cells}: red, green, blue, opacity.
export function pixelsOf(picture, most = 4096) {
  const width = picture.videoWidth || picture.naturalWidth || picture.width;
  const height = picture.videoHeight || picture.naturalHeight || picture.height;
  if (!width || !height) throw new Error("This picture has no pixels yet: wait until it is loaded.");
  const scale = Math.min(1, most / Math.max(width, height)); // the browser itself may leave out detail
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  paper.imageSmoothingQuality = "high";
  paper.fillStyle = "#fff"; // what is transparent is white, as paper is
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  try {
    return { height: canvas.height, width: canvas.width, depth: 4, cells: paper.getImageData(0, 0, canvas.width, canvas.height).data };
  } catch { // an <img> from a folder or from another site
    throw new Error("The browser lets no page look into this picture. Choose it with a file button, or serve it with the page.");
  }
}

export function inMode({ height, width, cells }, mode) {
  const depth = mode === "L" ? 1 : 3, found = new Uint8ClampedArray(height * width * depth);
  for (let i = 0, o = 0; i < cells.length; i += 4) {
    if (depth === 1) found[o++] = (cells[i] * 19595 + cells[i + 1] * 38470 + cells[i + 2] * 7471 + 0x8000) >> 16;
    else for (let c = 0; c < 3; c++) found[o++] = cells[i + c];
  }
  return { height, width, depth, cells: found };
}

// In the working size: of icons each pixel is the mean of its area, of photos a curve through the pixels around it.
export function inSize(picture, height, width) {
  if (picture.height === height && picture.width === width) return picture;
  const icon = width <= 64 && Math.max(picture.height, picture.width) > width;
  return resized(picture, height, width, icon ? box : cubic);
}

const box = Object.assign((x) => (x > -0.5 && x <= 0.5 ? 1 : 0), { reach: 0.5 });
const cubic = Object.assign((x) => {
  const far = Math.abs(x);
  if (far < 1) return (1.5 * far - 2.5) * far * far + 1;
  return far < 2 ? ((-0.5 * far + 2.5) * far - 4) * far + 2 : 0;
}, { reach: 2 });

// Every new pixel is a weighted mean of old ones: first along the rows, then along the columns, rounded in between.
export function resized(picture, height, width, curve = cubic) {
  const { depth } = picture;
  const wide = picture.width === width ? picture
    : { height: picture.height, width, depth, cells: along(picture.cells, picture.height, picture.width, width, depth, picture.width * depth, depth, width * depth, curve) };
  if (wide.height === height) return wide;
  const row = width * depth;
  return { height, width, depth, cells: along(wide.cells, 1, wide.height, height, row, 0, row, 0, curve) };
}

// lines x (old -> fresh) places, `group` numbers at each place that do not mix.
function along(cells, lines, old, fresh, group, line, place, freshLine, curve) {
  const found = new Uint8ClampedArray(lines * fresh * group);
  const scale = old / fresh, stretch = Math.max(scale, 1), reach = curve.reach * stretch;
  for (let to = 0; to < fresh; to++) {
    const centre = (to + 0.5) * scale;
    const first = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const end = Math.min(Math.trunc(centre + reach + 0.5), old);
    const weights = new Float64Array(end - first);
    for (let i = 0; i < weights.length; i++) weights[i] = curve((i + first - centre + 0.5) / stretch);
    const total = weights.reduce((sum, w) => sum + w, 0);
    for (let i = 0; i < weights.length; i++) {
      const whole = (weights[i] / total) * (1 << 22); // whole numbers, as Pillow has them
      weights[i] = Math.trunc(whole + (whole < 0 ? -0.5 : 0.5));
    }
    for (let l = 0; l < lines; l++) for (let g = 0; g < group; g++) {
      let sum = 1 << 21;
      for (let i = 0, from = l * line + first * place + g; i < weights.length; i++, from += place) sum += weights[i] * cells[from];
      found[l * freshLine + to * place + g] = Math.floor(sum / (1 << 22));
    }
  }
  return found;
}

// The rounded mean of each area of so many pixels.
export function shrunk(picture, height, width) {
  if (picture.height === height && picture.width === width) return picture;
  const { depth } = picture, tall = picture.height / height, wide = picture.width / width, area = tall * wide;
  const cells = new Uint8ClampedArray(height * width * depth);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < depth; c++) {
    let sum = 0;
    for (let i = 0; i < tall; i++) for (let j = 0; j < wide; j++) {
      sum += picture.cells[((y * tall + i) * picture.width + x * wide + j) * depth + c];
    }
    cells[(y * width + x) * depth + c] = Math.floor((sum + Math.floor(area / 2)) / area);
  }
  return { height, width, depth, cells };
}

// What an algorithm is given: the bytes for networks ("grid"), numbers from 0 to 1 for all others.
export function pixelNumbers(state, picture) {
  const { cells } = state.shrunk ? shrunk(picture, ...state.shrunk) : picture;
  return state.grid ? cells : new Float64Array(cells).map((cell) => cell / 255);
}
