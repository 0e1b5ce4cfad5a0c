// The light of paper before a camera.
const PAPER = 0.25; // light at the border that differs more from its middle is no paper

// Pixel -> grey: a plane through its border by least squares, as a lamp stands on one side.
export function plane({ height, width, cells }, usual) {
  const place = (i) => [(2 * Math.floor(i / width)) / (height - 1) - 1, (2 * (i % width)) / (width - 1) - 1, 1];
  const rows = [0, 1, 2].map(() => [0, 0, 0, 0]); // the normal equations, their right side last
  for (let i = 0; i < cells.length; i++) {
    const x = i % width, inside = i >= width && i < cells.length - width && x > 0 && x < width - 1;
    if (inside || Math.abs(cells[i] - usual) >= PAPER * 255) continue;
    const at = place(i);
    rows.forEach((row, j) => { at.forEach((other, k) => { row[k] += at[j] * other; }); row[3] += at[j] * cells[i]; });
  }
  for (const [j, row] of rows.entries()) for (const other of rows) {
    if (other === row) continue;
    const times = other[j] / row[j];
    row.forEach((value, k) => { other[k] -= times * value; });
  }
  const weights = rows.map((row, j) => row[3] / row[j]);
  return (i) => place(i).reduce((sum, value, j) => sum + value * weights[j], 0);
}
