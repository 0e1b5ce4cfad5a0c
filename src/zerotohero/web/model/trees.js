// Decision trees: alone, as a forest (the mean of many), or boosted (the sum of many small corrections).
//
// All nodes of all trees stand in one list; `roots` says where each tree begins. A node asks "is x[feature] at most
// the threshold?" and goes to its first child, else to its second. Both children of a leaf are the leaf itself.
import { answered } from "./linear.js";

function leafOf({ children, feature, threshold }, root, x) {
  let node = root;
  for (;;) {
    const next = children[2 * node + (x[feature[node]] > threshold[node] ? 1 : 0)];
    if (next === node) return node;
    node = next;
  }
}

// A leaf holds the share of each class, or one number.
export function averageTrees(arrays, x) {
  const { roots, value } = arrays, width = value.shape[1];
  const rounded = Float32Array.from(x); // as scikit-learn does before it compares
  const total = new Array(width).fill(0);
  for (const root of roots) {
    const leaf = leafOf(arrays, root, rounded);
    for (let k = 0; k < width; k++) total[k] += value[leaf * width + k];
  }
  return total.map((sum) => sum / roots.length);
}

// A leaf holds a correction of every class's score, or of one class's: then the trees take turns.
export function addTrees(arrays, x) {
  const { roots, value, start } = arrays, width = value.shape[1];
  const scores = Array.from(start);
  const turns = scores.length > 2 ? scores.length : 1; // two classes: only the second has a score
  roots.forEach((root, t) => {
    const leaf = leafOf(arrays, root, x);
    if (width === scores.length) for (let k = 0; k < width; k++) scores[k] += value[leaf * width + k];
    else scores[scores.length - turns + (t % turns)] += value[leaf];
  });
  return answered(scores);
}

export const addTreesRounded = (arrays, x) => addTrees(arrays, Float32Array.from(x));
