// The try page: what is drawn, dropped or typed goes to this computer's own server; the answer is shown.
import { announce, asker } from "./asking.js";
import { Bars, NumberLine } from "./bars.js";
import { liveCamera } from "./camera.js";
import { makeCorrections } from "./corrections.js";
import { makeForm } from "./form.js";
import { showPictures, showRows } from "./neighbours.js";
import { makePad } from "./pad.js";
import { makePhoto } from "./photo.js";
import { makeSound } from "./sound.js";
import { makeVerse } from "./verse.js";
import { watch } from "./watched.js";
import { inWords, scored, welcome } from "./words.js";

const $ = (id) => document.getElementById(id);

async function ask(path, question) {
  const reply = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
  }).catch(() => {
    throw new Error("The program behind this page has stopped. Start it again with: hero try");
  });
  const said = await reply.json();
  if (said.error) throw new Error(said.error.message);
  return said;
}

const predict = async (question) => ({ ...(await ask("predict", question)), question });

function showProblem(error) {
  $("problem").textContent = error ? error.message : "";
  $("problem").hidden = !error;
}

// What is drawn on the pad, or stands on paper before the camera.
function makeDrawing(options) {
  liveCamera({ video: $("paper"), button: $("show"), instead: $("drawing"), facingMode: "environment", ...options });
  return makePad(options);
}

function start(d) {
  const [first, nothing] = welcome[d.page](d);
  $("welcome").textContent = first;
  document.title = first;
  $("about").textContent = `Answered by: ${d.title}` + (d.score ? ` · ${scored(d.score)} on ${d.page === "verse" ? "lines" : "rows"} it had not seen (cross-validation)` : "");
  if (d.how) {
    $("how-link").href = d.how;
    $("how").hidden = false;
    watch(d.name); // a live service
  }
  $("main").className = d.page;
  $("main").hidden = false;
  $(d.page).hidden = false;
  if (d.page === "verse") {
    $("said").hidden = true;
    $("lines").hidden = false;
    const verse = makeVerse({ ...d, announce, send: asker(predict, (said) => { showProblem(null); verse.show(said); }, showProblem) });
    verse.begin();
    return;
  }
  const bars = d.classes.length ? new Bars($("bars"), d.classes) : null;
  const line = bars ? null : new NumberLine($("scale"), d);

  function show(said) {
    showProblem(null);
    const empty = !said || said.prediction === null;
    $("prediction").classList.toggle("empty", empty);
    $("near").hidden = empty || !said.neighbours.length;
    $("notes").textContent = empty ? "" : said.notes.join(" · ");
    corrections.offer(said?.question, said);
    if (empty) {
      $("prediction").textContent = nothing;
      $("sure").textContent = "";
      bars?.show(null);
      return;
    }
    const sure = bars ? inWords(said) : line.error;
    const shown = bars ? said.prediction : line.text(said.prediction);
    $("prediction").textContent = shown;
    $("sure").textContent = sure;
    bars ? bars.show(said) : line.show(said.prediction);
    const label = (n) => (bars ? n.label : line.text(n.label, 7));
    if (d.page === "form") showRows($("neighbours"), d.fields, input.row(), said.neighbours, label);
    else showPictures($("neighbours"), said, said.neighbours, label);
    announce(`${shown}, ${sure}`);
  }

  const corrections = makeCorrections(d, { ask, fail: showProblem, announce });
  const send = asker(predict, show, showProblem);
  const input = { pad: makeDrawing, photo: makePhoto, sound: makeSound, form: makeForm }[d.page]({ fields: d.fields, send, announce, fail: showProblem });
  show(null);
  input.begin();
}

ask("describe", {}).then(start, (error) => {
  $("welcome").textContent = "This did not work.";
  $("about").textContent = error.message;
});
