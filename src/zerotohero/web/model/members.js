// The deep network for tables (mlp): every column becomes a few learned numbers, dense layers mix them, members vote.
import { layerSums } from "./dense.js";
import { softmax } from "./linear.js";

const hold = (value, low, high) => Math.max(low, Math.min(high, value));
const silu = (z) => z / (1 + Math.exp(-Math.max(z, -500)));

// codes (D): how many values a category has, 0 for a number. head (M, H, K): each member's own last layer.
export function votingNetwork(arrays, x) {
  const { signs, layers, head, bias } = arrays, [members, width, outputs] = head.shape;
  const learned = learnedNumbers(arrays, x), inputs = learned.length;
  const scores = [];
  for (let m = 0; m < members; m++) {
    let now = learned.map((value, w) => value * signs[m * inputs + w]); // each looks through signs of its own
    for (let at = 0; at < layers.length;) {
      const sums = layerSums(layers, at, now, width);
      at += (now.length + 1) * width;
      now = sums.map(silu);
    }
    scores.push(Array.from({ length: outputs }, (_, k) =>
      now.reduce((sum, h, i) => sum + h * head[(m * width + i) * outputs + k], 0) + bias[m * outputs + k]));
  }
  const votes = outputs > 1 ? scores.map(softmax) : scores;
  return votes[0].map((_, k) => votes.reduce((sum, vote) => sum + vote[k], 0) / members);
}

// A number becomes itself and mixtures of waves; a category becomes its row of a table. Numbers come first.
function learnedNumbers({ codes, center, scale, frequency, phase, mix, table }, x) {
  const waves = frequency.shape[1], mixed = mix.shape[2], row = table.shape[1];
  const numbers = [], categories = [];
  let first = 0; // where the column's rows of the table begin
  codes.forEach((count, d) => {
    if (count > 0) {
      const place = first + Math.trunc(hold(x[d], 0, count - 1));
      for (let g = 0; g < row; g++) categories.push(table[place * row + g]);
      first += count;
      return;
    }
    const far = hold((hold(x[d], -1e100, 1e100) - center[d]) / scale[d], -1e6, 1e6);
    const value = far / Math.sqrt(1 + (far / 3) ** 2); // extremes are bent towards 3 and -3
    const sums = new Array(mixed).fill(0);
    for (let f = 0; f < waves; f++) {
      const wave = Math.cos(2 * Math.PI * (value * frequency[d * waves + f] + phase[d * waves + f]));
      for (let e = 0; e < mixed; e++) sums[e] += wave * mix[(d * waves + f) * mixed + e];
    }
    numbers.push(value, ...sums);
  });
  return Float64Array.from([...numbers, ...categories]);
}
