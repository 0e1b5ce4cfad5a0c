// The try page: what is drawn, dropped or typed goes to this computer's own server; the answer is shown.
import { Bars, NumberLine, percent } from "./bars.js";
import { makeForm } from "./form.js";
import { showPictures, showRows } from "./neighbours.js";
import { makePad } from "./pad.js";
import { makePhoto } from "./photo.js";
import { makeSound } from "./sound.js";
import { makeVerse } from "./verse.js";

const WAIT = 80; // milliseconds without a change before it is asked
const SPEAK = 900; // and before the answer is read aloud
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
  if (said.error) throw new Error(`${said.error.asked}: expected ${said.error.expected}; got ${said.error.came}. Try: ${said.error.try}`);
  return said;
}

// One question at a time: while one is being answered, only the newest of the others waits.
function asker(show, fail) {
  let timer, waiting, busy = false, latest = 0;
  async function go() {
    if (busy || !waiting) return;
    const { question, after } = waiting;
    waiting = undefined;
    busy = true;
    try {
      const said = question ? await ask("predict", question()) : undefined;
      if (after === latest) show(said);
    } catch (error) {
      fail(error);
    }
    busy = false;
    go();
  }
  return (question) => {
    latest += 1;
    waiting = { question, after: latest };
    clearTimeout(timer);
    timer = setTimeout(go, WAIT);
  };
}

let speaking;
function announce(text, wait = SPEAK) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { $("announce").textContent = text; }, wait);
}

function showProblem(error) {
  $("problem").textContent = error ? error.message : "";
  $("problem").hidden = !error;
}

// How sure, in words: the largest probability wins, but a close second is named.
function inWords(said) {
  const order = said.probabilities.map((p, i) => [p, said.classes[i]]).sort((a, b) => b[0] - a[0]);
  const [[first], [second, rival]] = order;
  if (first >= 0.9) return `${percent(first)}, quite sure`;
  if (first >= 0.6) return `${percent(first)}, probably`;
  return second > first / 2 ? `${percent(first)}, or perhaps ${rival} (${percent(second)})` : `${percent(first)}, perhaps`;
}

const metrics = { rmse: "RMSE", rmsle: "RMSLE", mae: "mean absolute error", r2: "R²", roc_auc: "ROC AUC" };

const welcome = {
  pad: (d) => {
    if (!d.classes.length) return [`Draw something: what is its “${d.target}”?`, "Draw something."];
    const single = d.classes.every((c) => [...c].length === 1);
    const what = single && d.classes.every((c) => c >= "0" && c <= "9") ? "a digit"
      : single ? "a letter" : d.classes.slice(0, 6).join(", ") + (d.classes.length > 6 ? ", …" : "");
    const range = single && d.classes.length > 1 ? ` from ${d.classes[0]} to ${d.classes.at(-1)}` : "";
    return single ? [`Draw ${what}. It answers while you draw.`, `Draw ${what}${range}.`] : [`Draw one of these: ${what}. It answers while you draw.`, "Draw something."];
  },
  photo: (d) => !d.classes.length ? [`Show it a photo: what is its “${d.target}”?`, "No photo yet."] : [`Show it a photo: ${d.classes.slice(0, 6).join(" or ")}?`, "No photo yet."],
  sound: (d) => [`Let it hear ${d.classes.slice(0, 6).join(", ")}${d.classes.length > 6 ? " …" : "."}`, "Nothing heard yet."],
  verse: () => ["Type a first line. It goes on from there, in rhyme.", ""],
  form: (d) => [`What is “${d.target}”? Change a value and the answer changes with it.`, ""],
};

function start(d) {
  const [first, nothing] = welcome[d.page](d);
  $("welcome").textContent = first;
  document.title = first;
  $("about").textContent = `Answered by: ${d.title}` + (d.score ? ` · ${(metrics[d.score.metric] ?? d.score.metric.replaceAll("_", " "))} ${d.score.value.toPrecision(3)} on ${d.page === "verse" ? "lines" : "rows"} it had not seen (cross-validation)` : "");
  if (d.how) {
    $("how-link").href = d.how;
    $("how").hidden = false;
  }
  $("main").className = d.page;
  $("main").hidden = false;
  $(d.page).hidden = false;
  if (d.page === "verse") {
    $("said").hidden = true;
    $("lines").hidden = false;
    const verse = makeVerse({ ...d, announce, send: asker((said) => { showProblem(null); verse.show(said); }, showProblem) });
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

  const send = asker(show, showProblem);
  const input = { pad: makePad, photo: makePhoto, sound: makeSound, form: makeForm }[d.page]({ fields: d.fields, send, announce, fail: showProblem });
  show(null);
  input.begin();
}

ask("describe", {}).then(start, (error) => {
  $("welcome").textContent = "This did not work.";
  $("about").textContent = error.message;
});
