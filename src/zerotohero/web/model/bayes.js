// How well does the row fit each class? Naive Bayes looks at each column alone; the discriminant at all together.
import { softmax } from "./linear.js";

// Each column of each class is a bell curve: prior (K), means (K, D), variances (K, D).
export function gaussianNaiveBayes({ prior, means, variances }, x) {
  return softmax(Array.from(prior, (share, k) => {
    let size = 0, far = 0;
    for (let d = 0; d < x.length; d++) {
      const i = k * x.length + d;
      size += Math.log(2 * Math.PI * variances[i]);
      far += (x[d] - means[i]) ** 2 / variances[i];
    }
    return Math.log(share) + (-0.5 * size - 0.5 * far);
  }));
}

// The log share of each value of each column in each class; the columns' tables lie side by side in (K, V).
export function categoricalNaiveBayes({ prior, tables, first, codes }, x) {
  const width = tables.shape[1];
  return softmax(Array.from(prior, (start, k) => {
    let sum = start;
    for (let d = 0; d < x.length; d++) {
      sum += tables[k * width + first[d] + Math.trunc(Math.max(0, Math.min(x[d], codes[d] - 1)))];
    }
    return sum;
  }));
}

// Each class is a cloud with a mean and a shape; `rounding` (K, D, D) turns the cloud round, `log_size` is how large it is.
export function quadraticDiscriminant({ prior, means, rounding, log_size }, x) {
  const width = x.length;
  return softmax(Array.from(prior, (share, k) => {
    const turned = new Float64Array(width);
    for (let d = 0; d < width; d++) {
      const off = x[d] - means[k * width + d];
      for (let e = 0; e < width; e++) turned[e] += off * rounding[(k * width + d) * width + e];
    }
    const far = turned.reduce((sum, t) => sum + t * t, 0);
    return -0.5 * (far + log_size[k]) + Math.log(share);
  }));
}
