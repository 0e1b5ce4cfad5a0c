// The microphone: one recording at a time, as a mono WAV of 16 bits; and how loud it is meanwhile.
const RATE = 16000; // samples a second of a recording: speech and most events lie below 8 kHz

const IDLE = 15; // seconds after which the microphone is let go: the next recording begins at once until then

let open = null, letGo; // the stream, between two recordings

async function microphone() {
  clearTimeout(letGo);
  if (!open?.active) open = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, autoGainControl: true } });
  return open;
}

function idle() {
  letGo = setTimeout(() => { open?.getTracks().forEach((track) => track.stop()); open = null; }, IDLE * 1000);
}

// Record until `seconds` are over or `stop()` is called; `begun` is called when it really records.
// `done` is a promise of a WAV (a Blob), or of null where there is no microphone.
export function record({ seconds, meter, fail, begun = () => {} }) {
  let recorder, stopped = false;
  const stop = () => { stopped = true; if (recorder?.state === "recording") recorder.stop(); };

  async function run() {
    let stream;
    try {
      stream = await microphone();
    } catch (error) {
      fail(new Error(error.name === "NotAllowedError"
        ? "The browser did not allow the microphone. Allow it beside the address, or choose a file."
        : "No microphone was found. Choose a file instead."));
      return null;
    }
    const silence = watch(stream, meter), pieces = [];
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = (event) => pieces.push(event.data);
    const ended = new Promise((end) => { recorder.onstop = end; });
    recorder.onstart = () => { begun(); if (!stopped) setTimeout(stop, seconds * 1000); };
    recorder.start();
    if (stopped) recorder.stop(); // let go before the microphone was there
    await ended;
    silence();
    idle();
    return toWav(new Blob(pieces, { type: pieces[0]?.type }), RATE);
  }

  return { stop, done: run() };
}

// Show how loud it is while it records; returns a function that ends this.
function watch(stream, meter) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(function draw() {
    analyser.getFloatTimeDomainData(wave);
    meter.value = Math.max(...wave.map(Math.abs));
    frame = requestAnimationFrame(draw);
  });
  return () => { cancelAnimationFrame(frame); meter.value = 0; context.close(); };
}

// Whatever the browser can play, as a mono WAV of 16 bits; `rate` in samples a second, the browser's own if none is given.
export async function toWav(blob, rate) {
  const context = new AudioContext(rate ? { sampleRate: rate } : {});
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  context.close();
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  const view = new DataView(new ArrayBuffer(44 + 2 * sound.length));
  const text = (place, letters) => [...letters].forEach((c, i) => view.setUint8(place + i, c.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + 2 * sound.length, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, sound.sampleRate, true); view.setUint32(28, 2 * sound.sampleRate, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, "data"); view.setUint32(40, 2 * sound.length, true);
  for (let i = 0; i < sound.length; i++) {
    const mean = channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length;
    view.setInt16(44 + 2 * i, Math.round(Math.max(-1, Math.min(1, mean)) * 32767), true);
  }
  return new Blob([view], { type: "audio/wav" });
}

export function asDataUrl(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
