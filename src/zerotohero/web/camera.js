// A camera: started and stopped, and its picture as a square PNG, cut from the middle.
const SIDE = 256; // pixels of a side
const LIVE = 250; // milliseconds between two pictures

export function makeCamera(video, fail, facingMode = "user") {
  const square = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  let stream = null;

  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode } });
    } catch (error) {
      fail(new Error(error.name === "NotAllowedError"
        ? "The browser did not allow the camera. Allow it beside the address, then start it again."
        : error.name === "NotReadableError" ? "Another program holds the camera. Close that one, then start it again."
          : "No camera was found here."));
      return false;
    }
    video.srcObject = stream;
    await video.play();
    return true;
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    video.srcObject = stream = null;
  }

  // The picture of this moment as a data URL, or null while there is none.
  function picture() {
    const { videoWidth: width, videoHeight: height } = video;
    if (!stream || !width) return null;
    const side = Math.min(width, height);
    square.getContext("2d").drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
    return square.toDataURL("image/png");
  }

  return { start, stop, picture, get on() { return Boolean(stream); } };
}

// The camera instead of what else a page shows: its picture is sent again and again while it is on.
export function liveCamera({ video, button, instead, facingMode, send, announce, fail }) {
  const camera = makeCamera(video, fail, facingMode), start = button.textContent;
  let timer;

  async function toggle() {
    if (camera.on) {
      clearInterval(timer);
      camera.stop();
      announce("The camera is off", 0);
    } else if (await camera.start()) {
      timer = setInterval(() => { const image = camera.picture(); if (image && !document.hidden) send(() => ({ image, live: true })); }, LIVE);
      announce("The camera is on", 0);
    }
    video.hidden = !camera.on;
    instead.hidden = camera.on;
    button.textContent = camera.on ? "Stop the camera" : start;
  }

  button.hidden = !navigator.mediaDevices;
  button.addEventListener("click", toggle);
  return { toggle, get on() { return camera.on; } };
}
