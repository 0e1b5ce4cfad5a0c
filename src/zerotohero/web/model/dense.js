// A network of dense layers: matmul, bias, bend, matmul, bias, softmax.
import { answered } from "./linear.js";

const bends = [(z) => Math.max(z, 0), Math.tanh, (z) => 0.5 + 0.5 * Math.tanh(0.5 * z)]; // ReLU, tanh, sigmoid

// All weights lie in one row: for each layer (inputs, outputs), then its biases.
export function denseNetwork({ weights, widths, activation }, x) {
  const bend = bends[Number(activation[0])];
  let now = x, at = 0;
  for (let layer = 1; layer < widths.length; layer++) {
    const last = layer === widths.length - 1;
    const sums = layerSums(weights, at, now, Number(widths[layer]));
    at += (now.length + 1) * sums.length;
    now = last ? sums : sums.map(bend);
  }
  return answered(Array.from(now));
}

// The inputs times a matrix (inputs, outputs) that begins at this place, plus the biases that stand after it.
export function layerSums(weights, at, inputs, outputs) {
  const sums = new Float64Array(outputs);
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i] === 0) continue;
    for (let o = 0; o < outputs; o++) sums[o] += inputs[i] * weights[at + i * outputs + o];
  }
  const bias = at + inputs.length * outputs;
  return sums.map((sum, o) => sum + weights[bias + o]);
}
