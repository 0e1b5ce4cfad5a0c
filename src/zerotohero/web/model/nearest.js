// k-nearest neighbours: the training rows most like the new one vote.

// rows (N, D), answers (N, K): 1 for a row's class, or its number.
export function nearestNeighbours({ rows, answers, neighbors, by_distance }, x) {
  const [count, width] = rows.shape, outputs = answers.shape[1];
  const distance = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += (x[d] - rows[n * width + d]) ** 2;
    distance[n] = Math.sqrt(sum);
  }
  const nearest = smallest(distance, Number(neighbors[0]));
  let weights = nearest.map((n) => (by_distance[0] ? 1 / distance[n] : 1));
  const same = weights.map((weight) => !Number.isFinite(weight)); // a row with the same cells: only such rows count
  if (same.includes(true)) weights = same.map(Number);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: outputs }, (_, k) =>
    nearest.reduce((sum, n, i) => sum + (weights[i] / total) * answers[n * outputs + k], 0));
}

// The places of the `most` smallest numbers; of equals, the earlier one.
function smallest(numbers, most) {
  const found = [];
  numbers.forEach((number, n) => {
    if (found.length === most && number >= numbers[found.at(-1)]) return;
    let place = found.length;
    while (place > 0 && numbers[found[place - 1]] > number) place--;
    found.splice(place, 0, n);
    if (found.length > most) found.pop();
  });
  return found;
}
