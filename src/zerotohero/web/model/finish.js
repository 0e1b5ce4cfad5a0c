// From what an algorithm says to the answer: a column for every class, members weighed, calibrated, in the user's unit.
import { softmax } from "./linear.js";

const hold = (value, low, high) => Math.max(low, Math.min(high, value));
const odds = (p) => Math.log(p / (1 - p));
const LARGEST_LOG = 700;

// A class without training rows in this part has probability 0.
export function expand(said, seen, classes) {
  if (!classes) return said;
  const full = new Array(classes).fill(0);
  seen.forEach((place, i) => { full[place] = said[i]; });
  return full;
}

// The weighted mean of the members' answers.
export function combine(answers, weights) {
  return answers[0].map((_, k) => answers.reduce((sum, answer, m) => sum + weights[m] * answer[k], 0));
}

export function finish(about, said) {
  if (about.task !== "classification") return about.log_target ? [Math.expm1(Math.min(said[0], LARGEST_LOG))] : said;
  const shares = about.calibration ? calibrate(about.calibration, said) : said;
  return about.prior ? asIfEqual(about.prior, shares) : shares;
}

// Probabilities that say what they mean.
function calibrate(state, shares) {
  if (state.kind === "temperature") return softmax(shares.map((p) => Math.log(hold(p, 1e-12, 1)) / state.t));
  const p = state.kind === "sigmoid"
    ? 1 / (1 + Math.exp(-(state.a * odds(hold(shares[1], 0.01, 0.99)) + state.b)))
    : between(state.x, state.y, shares[1]);
  return [1 - p, p];
}

// On the straight line between the two nearest known points.
function between(x, y, at) {
  if (at <= x[0]) return y[0];
  const next = x.findIndex((known) => known > at);
  if (next < 0) return y.at(-1);
  return y[next - 1] + ((y[next] - y[next - 1]) / (x[next] - x[next - 1])) * (at - x[next - 1]);
}

// As if every class were equally frequent.
function asIfEqual(prior, shares) {
  const found = shares.map((p, k) => p / prior[k]);
  const total = Math.max(found.reduce((sum, p) => sum + p, 0), 1e-300);
  return found.map((p) => p / total);
}

// Where the truth lies for 9 of 10 new rows like those of the training.
export function interval({ low, high, log }, value) {
  if (!log) return [value + low, value + high];
  return [low, high].map((off) => Math.expm1(Math.min(Math.log1p(Math.max(value, 0)) + off, LARGEST_LOG)));
}

// The class that is answered: the most probable one; with costs, the positive one from its threshold on.
export function chosen(about, shares) {
  if (!about.threshold) return about.classes[shares.indexOf(Math.max(...shares))];
  const positive = about.classes.indexOf(about.threshold.positive);
  return about.classes[shares[positive] >= about.threshold.value ? positive : 1 - positive];
}
