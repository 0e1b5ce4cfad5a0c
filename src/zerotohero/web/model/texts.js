// A text as numbers: how often words and runs of letters occur, on a log scale, rarer ones weighing more.
const WORDS = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+/gu;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

// state: words and runs (term -> place), weights, scale, and the usual length; without weights the counts alone.
export function textNumbers({ words, runs, weights, length, scale }, text) {
  const first = Object.keys(words).length, terms = first + Object.keys(runs).length;
  const counts = new Float64Array(terms);
  const lower = text.toLowerCase();
  for (const word of lower.match(WORDS) ?? []) if (Object.hasOwn(words, word)) counts[words[word]] += 1;
  if (terms > first) for (const run of runsOf(lower)) if (Object.hasOwn(runs, run)) counts[first + runs[run]] += 1;
  if (length === null) return counts;
  const weighed = counts.map((count, i) => Math.log1p(count) * weights[i]);
  const parts = [weighed.subarray(0, first), weighed.subarray(first)].map((part) => {
    const size = Math.sqrt(part.reduce((sum, w) => sum + w * w, 0));
    return part.map((w) => w * (scale / Math.max(size, 1e-9)));
  });
  return [...parts[0], ...parts[1], Math.log1p([...text].length) - length];
}

// All runs of 2 to 5 letters or signs; a space stands at both ends of a word.
function* runsOf(text) {
  for (const part of text.split(SPACES).filter(Boolean)) {
    const letters = [" ", ...part, " "];
    for (const size of [2, 3, 4, 5]) {
      for (let i = 0; i + size <= letters.length; i++) yield letters.slice(i, i + size).join("");
    }
  }
}
