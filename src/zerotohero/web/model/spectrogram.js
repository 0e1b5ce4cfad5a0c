// A sound as a picture: how loud every pitch is at every moment (log-mel spectrogram), or what that says in a row of numbers.

// state: bands, window, hop and size (samples), rate, depth (decibels), parts, cepstra. sound: whole numbers of 16 bits.
export function spectrogram(state, sound) {
  const { bands, hop, depth, parts, cepstra } = state;
  const frames = Math.ceil(sound.length / hop);
  const power = melPower(state, sound, frames); // (frames, bands)
  const loudest = power.reduce((most, p) => Math.max(most, p), 0) || 1, lowest = 10 ** (-depth / 10);
  const grid = power.map((p) => 1 + (10 / depth) * Math.log10(Math.max(p / loudest, lowest))); // 0: that much softer, or more
  if (parts) {
    const pooled = stretches(grid, heardFrames(sound, hop), parts, bands);
    return cepstra ? outlines(pooled, bands, cepstra) : pooled;
  }
  const turned = new Float64Array(grid.length); // (bands, frames)
  grid.forEach((cell, i) => { turned[(i % bands) * frames + Math.floor(i / bands)] = Math.fround(cell); });
  return turned;
}

function melPower({ bands, window, hop, size, rate }, sound, frames) {
  const filters = melFilters(bands, size, rate);
  const hann = Float64Array.from({ length: window }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window));
  const found = new Float64Array(frames * bands);
  for (let f = 0; f < frames; f++) {
    const real = new Float64Array(size), imaginary = new Float64Array(size);
    for (let i = 0; i < window; i++) real[i] = (sound[f * hop + i - (window >> 1)] ?? 0) * hann[i]; // zeros beyond both ends
    fourier(real, imaginary);
    filters.forEach(({ first, weights }, m) => {
      let sum = 0;
      weights.forEach((w, i) => { sum += w * (real[first + i] ** 2 + imaginary[first + i] ** 2); });
      found[f * bands + m] = sum;
    });
  }
  return found;
}

// With which weight each frequency counts for each band: triangles of equal width on the mel scale.
function melFilters(bands, size, rate) {
  const highest = 2595 * Math.log10(1 + rate / 2 / 700);
  const corner = (i) => 700 * (10 ** ((i * highest) / (bands + 1) / 2595) - 1); // Hz
  return Array.from({ length: bands }, (_, m) => {
    const [low, peak, high] = [corner(m), corner(m + 1), corner(m + 2)], weights = [];
    let first = null;
    for (let bin = 0; bin <= size / 2; bin++) {
      const hz = (bin * rate) / size, weight = Math.min((hz - low) / (peak - low), (high - hz) / (high - peak));
      if (weight <= 0) continue;
      first ??= bin;
      weights.push(weight);
    }
    return { first: first ?? 0, weights };
  });
}

// The fast Fourier transform, in place: halves are transformed and put together, from the smallest up.
function fourier(real, imaginary) {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) { // sort by the digits of the place, read backwards
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j]] = [real[j], real[i]];
  }
  for (let length = 2; length <= n; length *= 2) {
    const half = length / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / length, c = Math.cos(angle), s = Math.sin(angle);
      for (let a = k; a < n; a += length) {
        const b = a + half, x = real[b] * c - imaginary[b] * s, y = real[b] * s + imaginary[b] * c;
        real[b] = real[a] - x; imaginary[b] = imaginary[a] - y;
        real[a] += x; imaginary[a] += y;
      }
    }
  }
}

// Frames before the zeros that fill the sound up, 1 at least.
function heardFrames(sound, hop) {
  let end = sound.length;
  while (end > 0 && sound[end - 1] === 0) end--;
  return end ? Math.ceil(end / hop) : 1;
}

// The means of equal stretches of the sound's own length: (parts, bands). Fast and slow speech come to lie on each other.
function stretches(grid, length, parts, bands) {
  const found = new Float64Array(parts * bands);
  for (let p = 0; p < parts; p++) {
    const low = (p / parts) * length, high = ((p + 1) / parts) * length;
    for (let f = Math.floor(low); f < Math.min(Math.ceil(high), grid.length / bands); f++) {
      const share = Math.max(Math.min(f + 1, high) - Math.max(f, low), 0) / (high - low);
      for (let m = 0; m < bands; m++) found[p * bands + m] += share * grid[f * bands + m];
    }
  }
  return found;
}

// How each stretch's spectrum bends: a few cosine waves along the bands (cepstra).
function outlines(grid, bands, count) {
  const found = [];
  for (let from = 0; from < grid.length; from += bands) for (let order = 0; order < count; order++) {
    let sum = 0;
    for (let m = 0; m < bands; m++) sum += grid[from + m] * Math.cos((Math.PI / bands) * (m + 0.5) * order);
    found.push((sum * Math.sqrt((order ? 2 : 1) / bands) * (1 + 11 * Math.sin((Math.PI * order) / 22))) / 1.5);
  }
  return Float64Array.from(found);
}
