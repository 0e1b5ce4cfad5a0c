// A WAV of 16 bits, read exactly: what browsers decode themselves may be off by one in the last digit.

// Returns {rate, channels}, each channel from -1 to 1; null where it is another kind of file.
export function readWav(bytes) {
  const view = new DataView(bytes);
  const word = (at) => String.fromCharCode(...new Uint8Array(bytes, at, 4));
  if (bytes.byteLength < 44 || word(0) !== "RIFF" || word(8) !== "WAVE") return null;
  let count, rate;
  for (let at = 12; at + 8 <= bytes.byteLength; at += 8 + view.getUint32(at + 4, true) + (view.getUint32(at + 4, true) % 2)) {
    const begin = at + 8;
    if (word(at) === "fmt ") {
      if (view.getUint16(begin, true) !== 1 || view.getUint16(begin + 14, true) !== 16) return null;
      [count, rate] = [view.getUint16(begin + 2, true), view.getUint32(begin + 4, true)];
    } else if (word(at) === "data" && count) {
      const length = Math.floor(Math.min(view.getUint32(at + 4, true), bytes.byteLength - begin) / (2 * count));
      const sample = (i, c) => view.getInt16(begin + 2 * (i * count + c), true) / 32768;
      return { rate, channels: Array.from({ length: count }, (_, c) => Float32Array.from({ length }, (_, i) => sample(i, c))) };
    }
  }
  return null;
}
