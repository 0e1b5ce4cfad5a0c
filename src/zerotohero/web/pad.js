// A drawing pad: mouse, finger, pen or keyboard. What is sent is white ink on black, SIZE x SIZE, as the test plays it.
import { takePictures } from "./pictures.js";

const SIZE = 320; // units of a side; strokes and the pen's width are measured in them
const STEP = 10; // units that an arrow key moves
const MARGIN = 4;

export function makePad({ send, announce, fail }) {
  const canvas = document.getElementById("canvas");
  const pen = document.getElementById("width");
  const paper = canvas.getContext("2d");
  const sent = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
  let strokes = []; // {width, points: [[x, y], ...]}
  let current = null;
  let cross = null; // where the keyboard's pen is
  let picture = null; // {data, bitmap}: opened or pasted, instead of strokes

  function draw(context, ink) {
    context.strokeStyle = context.fillStyle = ink;
    context.lineCap = context.lineJoin = "round";
    for (const { width, points } of strokes) {
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(...points[0]);
      points.forEach(([x, y], i) => {
        const [next, after] = points[i + 1] ?? [x, y];
        context.quadraticCurveTo(x, y, (x + next) / 2, (y + after) / 2); // through the middles: smooth
      });
      context.lineTo(...points.at(-1));
      context.stroke();
    }
  }

  function show() {
    const scale = canvas.width / SIZE;
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.clearRect(0, 0, canvas.width, canvas.height);
    paper.setTransform(scale, 0, 0, scale, 0, 0);
    if (picture) {
      const { width, height } = picture.bitmap;
      const fit = (SIZE - 40) / Math.max(width, height);
      paper.drawImage(picture.bitmap, (SIZE - width * fit) / 2, (SIZE - height * fit) / 2, width * fit, height * fit);
    }
    const style = getComputedStyle(canvas);
    draw(paper, style.getPropertyValue("--ink"));
    if (cross) {
      paper.strokeStyle = style.getPropertyValue(current ? "--best" : "--focus");
      paper.lineWidth = 2;
      paper.beginPath();
      const [x, y] = cross;
      for (const [dx, dy] of [[14, 0], [0, 14]]) {
        paper.moveTo(x - dx, y - dy);
        paper.lineTo(x + dx, y + dy);
      }
      paper.stroke();
    }
  }

  function pixels() {
    if (picture) return { image: picture.data };
    const context = sent.getContext("2d");
    context.fillStyle = "#000";
    context.fillRect(0, 0, SIZE, SIZE);
    draw(context, "#fff");
    return { image: sent.toDataURL("image/png") };
  }

  function changed() {
    show();
    send(strokes.length || picture ? pixels : null);
  }

  function penDown(point) {
    picture = null;
    current = { width: Number(pen.value), points: [point] };
    strokes.push(current);
    changed();
  }

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIZE, ((event.clientY - box.top) / box.height) * SIZE];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    cross = null;
    penDown(place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || !event.isPrimary || cross) return;
    const between = event.getCoalescedEvents?.() ?? [];
    current.points.push(...(between.length ? between : [event]).map(place));
    changed();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(end, () => { if (!cross) current = null; });
  }

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (event) => {
    if (event.key in moves && !event.altKey) {
      const [dx, dy] = moves[event.key];
      const step = event.shiftKey ? STEP / 5 : STEP;
      const hold = (v) => Math.max(MARGIN, Math.min(SIZE - MARGIN, v));
      cross = cross ? [hold(cross[0] + dx * step), hold(cross[1] + dy * step)] : [SIZE / 2, SIZE / 2];
      if (current) current.points.push(cross);
      current ? changed() : show();
    } else if (event.key === " ") {
      cross ??= [SIZE / 2, SIZE / 2];
      if (current) current = null;
      else penDown(cross);
      announce(current ? "Pen down" : "Pen up", 0);
      show();
    } else if (event.key === "Escape" && current) {
      current = null;
      announce("Pen up", 0);
      show();
    } else if (event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey))) {
      undo();
    } else return;
    event.preventDefault();
  });
  canvas.addEventListener("blur", () => { cross = current = null; show(); });

  function undo() {
    current = null;
    picture ? (picture = null) : strokes.pop();
    announce(strokes.length ? "One stroke taken back" : "The pad is empty", 0);
    changed();
  }

  function clear() {
    strokes = [];
    current = picture = null;
    announce("The pad is empty", 0);
    changed();
  }

  document.getElementById("undo").addEventListener("click", undo);
  document.getElementById("clear").addEventListener("click", clear);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  takePictures({ button: "open", input: "picture", zone: canvas, fail }, (data, bitmap) => {
    strokes = [];
    picture = { data, bitmap };
    changed();
  });
  return { begin: show, clear };
}
