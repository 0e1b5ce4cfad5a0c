// From a drawing to the model: cropped, scaled, centred and with strokes as thick as in the training pictures.
//
// Ink is {height, width, cells}: how much of it each pixel holds, from 0 to 1.
import { plane } from "./paper.js";
import { resized } from "./pixels.js";

const FINE = 8; // sub-pixels per pixel of the model's picture, on each side
const FAINT = 0.25; // ink below this share of the darkest ink is paper
const STRETCH = 1.3; // proportions change by this factor at most
const SMALLEST = 0.08; // ink that is smaller than this share of the pad is not blown up to the whole frame

const hold = (value, low, high) => Math.max(low, Math.min(high, value));
const rounded = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)); // halves to the even number

// frame: how drawings sit in the training pictures. drawing: grey, any size. Returns null where nothing is drawn.
export function framed(frame, drawing) {
  let ink = inkOf(drawing), box = ink && boxAround(ink);
  if (!box) return null;
  const [left, top, right, bottom] = box;
  const wider = frame.aspect ? hold((frame.aspect * (bottom - top)) / (right - left), 1 / STRETCH, STRETCH) : 1;
  if (Math.abs(wider - 1) >= 0.02) {
    ink = sized(ink, ink.height, rounded(ink.width * wider));
    box = boxAround(ink) ?? [0, 0, ink.width, ink.height];
  }
  let fine = scaled(frame, ink, box, SMALLEST * Math.max(ink.height, ink.width));
  if (frame.stroke) fine = restroked(frame, fine);
  return centred(frame, fine);
}

function inkOf({ height, width, cells }) {
  const edge = [];
  for (let x = 0; x < width; x++) edge.push(cells[x], cells[(height - 1) * width + x]);
  for (let y = 0; y < height; y++) edge.push(cells[y * width], cells[y * width + width - 1]);
  edge.sort((a, b) => a - b);
  const usual = (edge[(edge.length - 1) >> 1] + edge[edge.length >> 1]) / 2;
  const plain = edge.filter((cell) => cell === usual).length > edge.length / 2;
  const ground = plain ? () => usual : plane({ height, width, cells }, usual);
  const ink = new Float64Array(cells.length);
  let darkest = 0;
  for (let i = 0; i < ink.length; i++) {
    ink[i] = Math.abs(cells[i] - ground(i)) / 255;
    if (ink[i] > darkest) darkest = ink[i];
  }
  if (darkest < 0.1) return null;
  for (let i = 0; i < ink.length; i++) ink[i] = hold((ink[i] / darkest - 0.1) / 0.8, 0, 1); // faint specks go
  return { height, width, cells: ink };
}

// [left, top, right, bottom] around the ink, or null.
function boxAround({ height, width, cells }, least = FAINT) {
  let left = width, top = height, right = 0, bottom = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    if (!(cells[y * width + x] > least)) continue;
    left = Math.min(left, x); right = Math.max(right, x + 1);
    top = Math.min(top, y); bottom = Math.max(bottom, y + 1);
  }
  return right ? [left, top, right, bottom] : null;
}

function cut({ width, cells }, [left, top, right, bottom]) {
  const wide = right - left, found = new Float64Array((bottom - top) * wide);
  for (let y = top; y < bottom; y++) found.set(cells.subarray(y * width + left, y * width + right), (y - top) * wide);
  return { height: bottom - top, width: wide, cells: found };
}

function sized({ height, width, cells }, tall, wide) {
  const bytes = new Uint8ClampedArray(cells.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(cells[i] * 255);
  const found = resized({ height, width, depth: 1, cells: bytes }, tall, wide).cells, ink = new Float64Array(found.length);
  for (let i = 0; i < ink.length; i++) ink[i] = found[i] / 255;
  return { height: tall, width: wide, cells: ink };
}

// The factor that makes a box of this size fill its share of the frame.
const room = (frame, width, height) => frame.fill * FINE * Math.min(frame.width / width, frame.height / height);

function scaled(frame, ink, box, least, most = Infinity) {
  const wide = box[2] - box[0], tall = box[3] - box[1];
  const scale = Math.min(room(frame, Math.max(wide, least), Math.max(tall, least)), most);
  return sized(cut(ink, box), Math.max(rounded(tall * scale), 1), Math.max(rounded(wide * scale), 1));
}

function restroked(frame, fine) {
  const wanted = frame.stroke * FINE, has = thickness(fine);
  const grow = hold((wanted - has) / 2, -0.3 * has, 0.6 * wanted);
  if (Math.abs(grow) < 0.5) return fine;
  const margin = Math.ceil(Math.max(grow, 0)) + 1;
  const solid = padded(fine, margin), limit = Math.ceil(Math.abs(grow)) + 2;
  const outside = distances(solid, false, limit), inside = distances(solid, true, limit);
  const thick = { ...solid, cells: new Float64Array(outside.length) };
  for (let i = 0; i < outside.length; i++) thick.cells[i] = hold(0.5 + grow - outside[i] + inside[i], 0, 1); // a soft edge
  const box = boxAround(thick);
  return box ? scaled(frame, thick, box, 0, 1) : fine; // a thicker pen must not leave the frame
}

function padded({ height, width, cells }, margin) {
  const wide = width + 2 * margin, tall = height + 2 * margin, found = new Float64Array(wide * tall);
  for (let y = 0; y < height; y++) found.set(cells.subarray(y * width, (y + 1) * width), (y + margin) * wide + margin);
  return { height: tall, width: wide, cells: found };
}

// How far each pixel with (or without) ink is from the nearest one of the other kind, up to a limit; 0 for the others.
function distances({ height, width, cells }, inked, limit) {
  const across = new Float64Array(cells.length); // along the row
  for (let y = 0; y < height; y++) for (const way of [1, -1]) {
    let far = limit;
    for (let i = 0, x = way > 0 ? 0 : width - 1; i < width; i++, x += way) {
      const here = y * width + x;
      far = (cells[here] > 0.5) === inked ? Math.min(far + 1, limit) : 0;
      across[here] = way > 0 ? far : Math.min(across[here], far);
    }
  }
  const found = new Float64Array(cells.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    let least = across[y * width + x] ** 2;
    for (let dy = 1; dy * dy < least; dy++) {
      if (y >= dy) least = Math.min(least, dy * dy + across[(y - dy) * width + x] ** 2);
      if (y + dy < height) least = Math.min(least, dy * dy + across[(y + dy) * width + x] ** 2);
    }
    found[y * width + x] = Math.sqrt(least);
  }
  return found;
}

// The mean thickness of the strokes: twice the area over the length of the edges.
function thickness(ink) {
  const { width, height, cells } = padded(ink, 1);
  let area = 0, edges = 0;
  for (let y = 0; y < height - 1; y++) for (let x = 0; x < width - 1; x++) {
    const here = cells[y * width + x];
    area += here;
    edges += Math.sqrt((cells[(y + 1) * width + x] - here) ** 2 + (cells[y * width + x + 1] - here) ** 2);
  }
  return edges ? (2 * area) / edges : 0;
}

// The model's picture, the ink in its middle: each pixel is the mean of its sub-pixels.
function centred(frame, fine) {
  const height = Math.min(fine.height, frame.height * FINE), width = Math.min(fine.width, frame.width * FINE);
  const top = Math.floor((frame.height * FINE - height) / 2), left = Math.floor((frame.width * FINE - width) / 2);
  const sums = new Float64Array(frame.height * frame.width);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    sums[Math.floor((y + top) / FINE) * frame.width + Math.floor((x + left) / FINE)] += fine.cells[y * fine.width + x];
  }
  const cells = new Uint8Array(sums.map((sum) => rounded((sum / (FINE * FINE)) * 255)));
  return { height: frame.height, width: frame.width, depth: 1, cells: frame.dark_ink ? cells.map((cell) => 255 - cell) : cells };
}
