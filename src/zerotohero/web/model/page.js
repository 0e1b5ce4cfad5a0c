// The page: what is drawn, shown or typed is answered right here; nothing leaves it.
import { announce, asker } from "../asking.js";
import { Bars, NumberLine } from "../bars.js";
import { inWords, scored, welcome } from "../words.js";
import { makeModel } from "./model.js";

const $ = (id) => document.getElementById(id);

function showProblem(error) {
  $("problem").textContent = error ? error.message : "";
  $("problem").hidden = !error;
}

export async function start(parts) {
  const about = JSON.parse($("model").textContent);
  try {
    show(about, await makeModel(about, parts), parts.makeInput);
  } catch (error) {
    $("welcome").textContent = "This did not work.";
    $("about").textContent = `${error.message} It needs a browser of 2023 or later.`;
    throw error;
  }
}

function show(about, model, makeInput) {
  globalThis.model = model; // to play with in the browser's console
  const [first, nothing] = welcome[about.page](about);
  $("welcome").textContent = first;
  document.title = first;
  $("about").textContent = `Answered by: ${about.title}` + (about.score ? ` · ${scored(about.score)} ${about.judged_on}` : "");
  $("main").className = about.page;
  $("main").hidden = false;
  $(about.page).hidden = false;
  tell(about.more);
  const bars = about.classes.length ? new Bars($("bars"), about.classes) : null;
  const line = bars ? null : new NumberLine($("scale"), about);

  function answered(said) {
    showProblem(null);
    $("prediction").classList.toggle("empty", !said);
    $("notes").textContent = said ? said.notes.join(" · ") : "";
    if (!said) {
      $("prediction").textContent = nothing;
      $("sure").textContent = "";
      bars?.show(null);
      return;
    }
    const sure = bars ? inWords(said) : said.low === undefined ? line.error : `9 of 10 lie between ${line.text(said.low, 3)} and ${line.text(said.high, 3)}`;
    const shown = bars ? said.prediction : line.text(said.prediction);
    $("prediction").textContent = shown;
    $("sure").textContent = sure;
    bars ? bars.show(said) : line.show(said.prediction);
    if (said.cells.depth) showSeen(said.cells);
    announce(`${shown}, ${sure}`);
  }

  const ask = async ({ row, image, sound }) => model.answer(await model.prepare(row ?? image ?? sound));
  const send = asker(ask, answered, showProblem);
  const input = makeInput({ fields: about.fields, send, announce, fail: showProblem });
  answered(null);
  input.begin();
}

// What there is to know about the model: [[what, in words], ...].
function tell(lines) {
  for (const [what, words] of lines) {
    $("facts").append(Object.assign(document.createElement("dt"), { textContent: what }), Object.assign(document.createElement("dd"), { textContent: words }));
  }
}

// The picture as the model gets it.
function showSeen({ height, width, depth, cells }) {
  const canvas = Object.assign($("seen"), { height, width });
  const pixels = new ImageData(width, height);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = cells[i * depth + (depth === 3 ? c : 0)];
    pixels.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  $("near").hidden = false;
}
