// Linear models: one weight per number and class, added up.

// arrays: coef (K, D), intercept (K). Returns K sums for the D numbers x.
export function weightedSums({ coef, intercept }, x) {
  return Array.from(intercept, (start, k) => {
    let sum = 0;
    for (let d = 0; d < x.length; d++) sum += coef[k * x.length + d] * x[d];
    return sum + start;
  });
}

// Scores to probabilities: all above 0, together 1.
export function softmax(scores) {
  const largest = Math.max(...scores); // subtracted: exp cannot overflow
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

// What a model says with these scores: probabilities of several classes, or the one score itself, a number.
export const answered = (scores) => (scores.length > 1 ? softmax(scores) : scores);

export const linear = (arrays, x) => answered(weightedSums(arrays, x));
