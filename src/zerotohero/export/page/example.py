"""The example beside a page: about twenty lines in the manner of p5.js, which use the model on a page of one's own."""

import json
from html import escape

HEAD = """<!doctype html><html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<main>
<h1>{title}</h1>
{body}
<p id="answer">…</p>
</main>
<script src="classifier.js"></script>
<script>
// In a p5.js sketch the same two functions do: add <script src="p5.js"> and draw in draw().
"""
ROW = """async function setup() {{
  const model = await load("model.js");
  const row = {row};
  model.{ask}(row, gotResult);
}}
"""
CAMERA = """let model;
const video = document.querySelector("video"); // in p5.js: createCapture(VIDEO)

async function setup() {{
  model = await load("model.js");
  video.srcObject = await navigator.mediaDevices.getUserMedia({{ video: true }});
  await video.play();
  model.{ask}(video, gotResult);
}}
"""
CANVAS = """let model;
const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d"); // in p5.js: createCanvas(280, 280)
pen.lineWidth = 20;
pen.lineCap = "round";
canvas.onpointerdown = () => pen.beginPath();
canvas.onpointermove = (event) => {{
  if (!event.buttons) return;
  pen.lineTo(event.offsetX, event.offsetY);
  pen.stroke();
  model?.{ask}(canvas, gotResult);
}};

async function setup() {{
  model = await load("model.js");
}}
"""
SOUND = """let model;

async function setup() {{
  model = await load("model.js");
}}

document.querySelector("button").onclick = async () => {{ // listens for two seconds
  const stream = await navigator.mediaDevices.getUserMedia({{ audio: true }});
  const recorder = new MediaRecorder(stream);
  recorder.ondataavailable = (event) => model.{ask}(event.data, gotResult);
  recorder.start();
  setTimeout(() => recorder.stop(), 2000);
}};
"""
CLASSES = """
function gotResult(results) {{ // [{{label, confidence}}, ...], the answer first
  {guard}const {{ label, confidence }} = results[0];
  document.getElementById("answer").textContent = `${{label}}: ${{Math.round(100 * confidence)}} %`;
{again}}}
"""
NUMBER = """
function gotResult(result) {{ // {{value, low, high}}
  document.getElementById("answer").textContent = result.value;
{again}}}
"""
BODY = {
    "form": "",
    "pad": '<canvas width="280" height="280" style="border: 1px solid; touch-action: none"></canvas>',
    "photo": '<video width="320" muted playsinline></video>',
    "sound": "<button>Listen</button>",
}


def example(about):
    """Return the text of ``example.html`` for what ``page._about`` describes."""
    ask = "classify" if about["classes"] else "predict"
    middle = {"form": ROW, "pad": CANVAS, "photo": CAMERA, "sound": SOUND}[about["page"]]
    again = f"  model.{ask}(video, gotResult); // and again\n" if about["page"] == "photo" else ""
    guard = "if (!results.length) return; // nothing is drawn yet\n  " if about["page"] == "pad" else ""
    row = json.dumps(about["usual_row"], ensure_ascii=False).replace("<", "\\u003c")
    return "".join(
        [
            HEAD.format(title=escape(about["title"]), body=BODY[about["page"]]),
            middle.format(ask=ask, row=row),
            (CLASSES if about["classes"] else NUMBER).format(again=again, guard=guard),
            "\nsetup();\n</script>\n",
        ]
    )
