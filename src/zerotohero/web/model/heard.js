// A sound, as it comes in: brought to the model's rate, without the silence at its ends, filled up with zeros.
import { spectrogram } from "./spectrogram.js";
import { readWav } from "./wav.js";

const MOST_SECONDS = 5, FRAMES = 100; // frames a second in which loudness is measured
const QUIETER = 40; // decibels below the loudest frame: silence, where it stands at an end
const SOFTER = [30, 25, 20, 15]; // tried one after the other where a sound is too long
const INAUDIBLE = 1e-4; // of full scale
const SCALE = 32768;

export const kind = {
  // input: an AudioBuffer, or a recording as a Blob or data URL. Returns samples from -1 to 1 at the model's rate.
  async prepare({ sound: { rate } }, input) {
    if (input instanceof Float32Array) return input;
    const heard = await decoded(input, rate);
    const samples = heard.channels[0].map((_, i) => heard.channels.reduce((sum, channel) => sum + channel[i], 0) / heard.channels.length);
    if (heard.rate === rate) return samples;
    const player = new OfflineAudioContext(1, Math.ceil((samples.length * rate) / heard.rate), rate);
    const buffer = player.createBuffer(1, samples.length, heard.rate);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(player, { buffer });
    source.connect(player.destination);
    source.start();
    return (await player.startRendering()).getChannelData(0);
  },

  read({ sound: { rate, samples } }, input) {
    const [first, end] = betweenSilences(input, rate);
    const most = Math.max(samples, MOST_SECONDS * rate);
    let sound = Float64Array.from(input.subarray(first, Math.min(end, first + most)), (s) => Math.max(-SCALE, Math.min(SCALE - 1, Math.round(s * SCALE))));
    if (sound.length < rate / FRAMES || !sound.some(Boolean)) throw new Error("Nothing can be heard in this sound.");
    for (const quieter of SOFTER) {
      if (sound.length <= samples) break;
      const [from, to] = betweenSilences(sound.map((s) => s / SCALE), rate, quieter);
      if (to - from <= samples) sound = sound.subarray(from, to);
    }
    const cells = new Float64Array(samples); // what is too long is cut, what is too short filled up
    cells.set(sound.subarray(0, samples));
    return { cells, notes: [] };
  },

  numbers: spectrogram,
};

// Its rate and its channels.
async function decoded(input, rate) {
  let buffer = input;
  if (typeof input === "string" || input instanceof Blob) {
    const bytes = input instanceof Blob ? await input.arrayBuffer()
      : Uint8Array.from(atob(input.split(",").pop()), (letter) => letter.charCodeAt(0)).buffer;
    const wav = readWav(bytes);
    if (wav) return wav;
    try {
      buffer = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
    } catch {
      throw new Error("This is no sound that the browser can play.");
    }
  }
  return { rate: buffer.sampleRate, channels: Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c)) };
}

// [first, end]: where the sound lies between the silences, a hundredth of a second around it.
function betweenSilences(sound, rate, quieter = QUIETER) {
  const step = Math.max(Math.floor(rate / FRAMES), 1), frames = Math.floor(sound.length / step);
  const power = Array.from({ length: frames }, (_, f) => {
    let sum = 0;
    for (let i = f * step; i < (f + 1) * step; i++) sum += sound[i] ** 2;
    return sum / step;
  });
  const least = Math.max(Math.max(...power, 0) * 10 ** (-quieter / 10), INAUDIBLE ** 2 / 2);
  const first = power.findIndex((p) => p > least), last = power.findLastIndex((p) => p > least);
  if (first < 0) return [0, sound.length];
  return [Math.max(first - 1, 0) * step, last >= frames - 2 ? sound.length : (last + 2) * step];
}
