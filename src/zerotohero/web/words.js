// What the pages say: what to do, how sure the answer is, how good the model.
import { percent } from "./bars.js";

// How sure, in words: the largest probability wins, but a close second is named.
export function inWords(said) {
  const order = said.probabilities.map((p, i) => [p, said.classes[i]]).sort((a, b) => b[0] - a[0]);
  const [[first], [second, rival]] = order;
  if (first >= 0.9) return `${percent(first)}, quite sure`;
  if (first >= 0.6) return `${percent(first)}, probably`;
  return second > first / 2 ? `${percent(first)}, or perhaps ${rival} (${percent(second)})` : `${percent(first)}, perhaps`;
}

const metrics = { rmse: "RMSE", rmsle: "RMSLE", mae: "mean absolute error", r2: "R²", roc_auc: "ROC AUC" };

// A run's score in words, such as "accuracy 0.91".
export const scored = ({ metric, value }) => `${metrics[metric] ?? metric.replaceAll("_", " ")} ${value.toPrecision(3)}`;

// Per page: what to do, and what stands there while nothing has been asked.
export const welcome = {
  pad: (d) => {
    if (!d.classes.length) return [`Draw something: what is its “${d.target}”?`, "Draw something."];
    const single = d.classes.every((c) => [...c].length === 1);
    const what = single && d.classes.every((c) => c >= "0" && c <= "9") ? "a digit"
      : single ? "a letter" : d.classes.slice(0, 6).join(", ") + (d.classes.length > 6 ? ", …" : "");
    const range = single && d.classes.length > 1 ? ` from ${d.classes[0]} to ${d.classes.at(-1)}` : "";
    return single ? [`Draw ${what}. It answers while you draw.`, `Draw ${what}${range}.`] : [`Draw one of these: ${what}. It answers while you draw.`, "Draw something."];
  },
  photo: (d) => !d.classes.length ? [`Show it a photo: what is its “${d.target}”?`, "No photo yet."] : [`Show it a photo: ${d.classes.slice(0, 6).join(" or ")}?`, "No photo yet."],
  sound: (d) => [`Let it hear ${d.classes.slice(0, 6).join(", ")}${d.classes.length > 6 ? " …" : "."}`, "Nothing heard yet."],
  verse: () => ["Type a first line. It goes on from there, in rhyme.", ""],
  form: (d) => [`What is “${d.target}”? Change a value and the answer changes with it.`, ""],
};
