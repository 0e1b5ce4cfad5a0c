// A convolutional network: small filters slide over the picture, bend, shrink, and again; then it decides.
//
// A network is a program, five whole numbers a layer: operation, size, stride, outputs, bend; and all weights in one
// row, in the order in which the program takes them. A grid is {height, width, depth, cells}.
import { layerSums } from "./dense.js";
import { answered } from "./linear.js";

const CONVOLUTION = 0, DEPTHWISE = 1, LARGEST = 2, MEAN = 3, DENSE = 4, KEEP = 5, ADD = 6;
const bends = [null, (z) => Math.max(z, 0), (z) => Math.max(0, Math.min(6, z)), (z) => z / (1 + Math.exp(-Math.max(z, -500)))];

// x: the picture's bytes, row by row, colours side by side.
export function convolutionalNetwork({ program, weights, shape, mean, spread }, x) {
  const [height, width, depth] = shape;
  const cells = new Float64Array(x).map((cell, i) => (cell - mean[i % depth]) / spread[i % depth]);
  const scores = runLayers(program, weights, { height, width, depth, cells });
  return answered(Array.from(scores.cells));
}

export function runLayers(program, weights, grid) {
  let at = 0, kept = null;
  const take = (operation, input, size, stride, outputs) => {
    const [found, next] = withWeights(weights, at, operation, input, size, stride, outputs);
    at = next;
    return found;
  };
  for (let layer = 0; layer < program.length; layer += 5) {
    const [operation, size, stride, outputs, bend] = program.subarray(layer, layer + 5);
    if (operation === ADD) {
      if (size) kept = take(CONVOLUTION, kept, size, stride, outputs);
      const other = kept.cells;
      grid = { ...grid, cells: grid.cells.map((cell, i) => cell + other[i]) };
    } else if (operation === KEEP) kept = grid;
    else if (operation === LARGEST) grid = largest(grid, size, stride);
    else if (operation === MEAN) grid = meanOfPlaces(grid);
    else grid = take(operation, grid, size, stride, outputs);
    if (bend) grid = { ...grid, cells: grid.cells.map(bends[bend]) };
  }
  return grid;
}

// A layer with weights; returns what comes out, and where the next layer's weights begin.
function withWeights(weights, at, operation, grid, size, stride, outputs) {
  if (operation === DENSE) {
    const cells = layerSums(weights, at, grid.cells, outputs);
    return [{ height: 1, width: 1, depth: outputs, cells }, at + (grid.cells.length + 1) * outputs];
  }
  const { depth } = grid, alone = operation === DEPTHWISE; // each channel on its own
  const bias = at + size * size * depth * (alone ? 1 : outputs);
  const near = stride > 0 ? size >> 1 : 0; // zeros above and to the left; below 0: at the far sides only
  const step = Math.abs(stride), around = near + (size >> 1);
  const height = Math.floor((grid.height + around - size) / step) + 1, width = Math.floor((grid.width + around - size) / step) + 1;
  const cells = new Float64Array(height * width * outputs);
  const sums = new Float64Array(outputs);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    for (let o = 0; o < outputs; o++) sums[o] = weights[bias + o];
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) {
      const row = y * step + i - near, column = x * step + j - near;
      if (row < 0 || column < 0 || row >= grid.height || column >= grid.width) continue; // a zero
      const from = (row * grid.width + column) * depth, filter = at + (i * size + j) * depth * (alone ? 1 : outputs);
      for (let c = 0; c < depth; c++) {
        const cell = grid.cells[from + c];
        if (cell === 0) continue; // about half of all cells after a ReLU
        if (alone) sums[c] += cell * weights[filter + c];
        else for (let o = 0, w = filter + c * outputs; o < outputs; o++, w++) sums[o] += cell * weights[w];
      }
    }
    cells.set(sums, (y * width + x) * outputs);
  }
  return [{ height, width, depth: outputs, cells }, bias + outputs];
}

function largest(grid, size, stride) {
  const { depth } = grid;
  const height = Math.floor((grid.height - size) / stride) + 1, width = Math.floor((grid.width - size) / stride) + 1;
  const cells = new Float64Array(height * width * depth).fill(-Infinity);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) for (let c = 0; c < depth; c++) {
      const to = (y * width + x) * depth + c, from = ((y * stride + i) * grid.width + x * stride + j) * depth + c;
      if (grid.cells[from] > cells[to]) cells[to] = grid.cells[from];
    }
  }
  return { height, width, depth, cells };
}

function meanOfPlaces({ height, width, depth, cells }) {
  const sums = new Float64Array(depth);
  cells.forEach((cell, i) => { sums[i % depth] += cell; });
  return { height: 1, width: 1, depth, cells: sums.map((sum) => sum / (height * width)) };
}

// Photos: stretched to a square, looked at twice, as it is and mirrored; the mean of both scores.
export function mirroredNetwork({ program, weights, shape, grid, mean, spread }, x) {
  const side = shape[0], square = stretched(x, grid, side);
  const turned = new Float64Array(square.length);
  for (let i = 0; i < turned.length; i++) {
    const place = Math.floor(i / 3), column = place % side;
    turned[i] = square[3 * (place - column + side - 1 - column) + (i % 3)];
  }
  const [one, other] = [square, turned].map((cells) => {
    const scaled = cells.map((cell, i) => Math.fround((cell - mean[i % 3]) / spread[i % 3]));
    return runLayers(program, weights, { height: side, width: side, depth: 3, cells: scaled }).cells;
  });
  return answered(Array.from(one, (score, k) => (score + other[k]) / 2));
}

// A picture as (side, side, 3): straight lines are drawn between its pixels.
function stretched(x, [height, width, depth], side) {
  const ends = (size) => Array.from({ length: side }, (_, i) => {
    const at = Math.max(0, Math.min(size - 1, ((i + 0.5) * size) / side - 0.5)), near = Math.floor(at);
    return [near, Math.min(near + 1, size - 1), at - near];
  });
  const rows = ends(height), columns = ends(width), found = new Float64Array(side * side * 3);
  rows.forEach(([top, bottom, down], y) => columns.forEach(([left, right, over], z) => {
    for (let c = 0; c < 3; c++) {
      const colour = depth === 3 ? c : 0;
      const mix = (column) => x[(top * width + column) * depth + colour] * (1 - down) + x[(bottom * width + column) * depth + colour] * down;
      found[(y * side + z) * 3 + c] = mix(left) * (1 - over) + mix(right) * over;
    }
  }));
  return found;
}

// Sounds: a spectrogram against its own loudness: minus half of each band's mean and half of that of all bands.
export function soundNetwork(arrays, x) {
  const [bands, frames] = arrays.shape;
  const heard = Array.from({ length: frames }, (_, f) => {
    for (let m = 0; m < bands; m++) if (x[m * frames + f] > 0) return 1;
    return 0;
  });
  const own = new Float64Array(bands); // each band's mean over the time in which something is heard
  const count = Math.max(heard.reduce((all, h) => all + h, 0), 1);
  x.forEach((cell, i) => { own[Math.floor(i / frames)] += (cell * heard[i % frames]) / count; });
  const mean = own.reduce((all, o) => all + o, 0) / bands;
  const level = own.map((o) => (o + mean) / 2);
  return convolutionalNetwork(arrays, x.map((cell, i) => Math.fround((cell - level[Math.floor(i / frames)]) * heard[i % frames])));
}
