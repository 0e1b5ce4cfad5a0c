// Stored rows that speak for their surroundings: the support vector machine and the Gaussian process.
import { answered } from "./linear.js";

// exp(-gamma * squared distance) to each of the stored rows (N, D); each column may have a scale of its own.
function likeness(rows, x, gamma, scale = (d) => 1) {
  const [count, width] = rows.shape, alike = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += ((x[d] - rows[n * width + d]) / scale(d)) ** 2;
    alike[n] = Math.exp(-gamma * sum);
  }
  return alike;
}

function weighted(weights, k, alike) {
  let sum = 0;
  for (let n = 0; n < alike.length; n++) sum += weights[k * alike.length + n] * alike[n];
  return sum;
}

export function supportVectors({ rows, weights, intercept, gamma }, x) {
  const alike = likeness(rows, x, gamma[0]);
  return answered(Array.from(intercept, (start, k) => weighted(weights, k, alike) + start));
}

// A number: what the rows around it say, plus a linear trend. Classes: one process for each, as probabilities.
export function gaussianProcess({ rows, weights, scales, height, spread, coef, intercept }, x) {
  const width = x.length;
  const said = Array.from(height, (h, p) => {
    const alike = likeness(rows, x, 0.5, (d) => scales[p * width + d]).map((a) => h * a);
    const mean = weighted(weights, p, alike);
    if (!spread) return mean;
    const n = alike.length;
    let known = 0; // how much of the variance the rows around it take away
    for (let i = 0; i < n; i++) {
      if (alike[i] === 0) continue;
      let sum = 0;
      for (let j = 0; j < n; j++) sum += spread[(p * n + i) * n + j] * alike[j];
      known += alike[i] * sum;
    }
    return expectedSigmoid(mean, Math.max(h - known, 0));
  });
  if (!spread) return [said[0] + coef.reduce((sum, c, d) => sum + c * x[d], 0) + intercept[0]];
  if (said.length === 1) return [1 - said[0], said[0]];
  const total = said.reduce((sum, p) => sum + p, 0);
  return said.map((p) => p / total);
}

// The mean of 1 / (1 + exp(-f)) for normal f, as a sum of error functions (Williams & Barber 1998, appendix A).
function expectedSigmoid(mean, variance) {
  const slopes = [0.41, 0.4, 0.37, 0.44, 0.39];
  const shares = [-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654];
  let sum = 0;
  slopes.forEach((slope, i) => { sum += shares[i] * (1 + erf((slope * mean) / Math.sqrt(1 + 2 * variance * slope ** 2))); });
  return Math.max(0, Math.min(1, 0.5 * sum));
}

// The error function: a series whose terms are all positive, so that nothing is lost.
function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  let term = size, sum = size;
  for (let n = 1; term > 1e-17 * sum; n++) sum += term *= (2 * size * size) / (2 * n + 1);
  return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * Math.exp(-size * size) * sum;
}
