// The button that trains: `hero train` runs beside the page; when it is done, the page answers.
import { asker } from "./asking.js";
import { Bars } from "./bars.js";
import { inWords, scored } from "./words.js";

const LOOK = 700; // milliseconds between two looks at how far it is
const FEWEST = 5; // examples of a label before there is anything to learn
const $ = (id) => document.getElementById(id);

export function makeTraining({ ask, fail, announce }) {
  let bars, send = null, status = "idle", timer, ready = () => {};

  function answered(said) {
    const empty = !said || said.prediction === null;
    $("prediction").classList.toggle("empty", empty);
    $("prediction").textContent = empty ? "Show it something." : said.prediction;
    $("sure").textContent = empty ? "" : inWords(said);
    bars.show(empty ? null : said);
    if (!empty) announce(`${said.prediction}, ${inWords(said)}`);
  }

  async function open() {
    try {
      const model = await ask("model");
      $("bars").replaceChildren();
      bars = new Bars($("bars"), model.classes);
      $("answer").hidden = false;
      $("train-says").textContent = `Answered by: ${model.title}` + (model.score ? ` · ${scored(model.score)} on examples it had not seen (cross-validation)` : "") + ". Collect more, train again.";
      send = asker((question) => (question.image === null ? { prediction: null } : ask("predict", question)), answered, fail);
      answered(null);
      ready();
    } catch (error) {
      fail(error);
    }
  }

  function show(now) {
    const before = status;
    status = now.status;
    const running = status === "running";
    $("train").hidden = running;
    $("stop").hidden = $("train-done").hidden = !running;
    $("train-done").value = now.done;
    $("train-log").hidden = !now.lines.length;
    $("train-lines").textContent = now.lines.join("\n");
    clearTimeout(timer);
    if (running) {
      $("train-says").textContent = `${now.command}: ${now.says}`;
      timer = setTimeout(look, LOOK);
    } else if (status === "stopped") $("train-says").textContent = "Stopped. What was finished is kept; Train goes on from there.";
    else if (status === "failed") $("train-says").textContent = `It did not work. ${now.problem.asked}: expected ${now.problem.expected}; got ${now.problem.came}. Try: ${now.problem.try}`;
    else if (status === "done" && before !== "done") {
      $("train").textContent = "Train again";
      announce("The training is done", 0);
      open();
    }
  }

  const look = () => ask("training").then(show, fail);

  $("train").addEventListener("click", () => { status = "idle"; ask("train").then((now) => { fail(null); show(now); $("stop").focus(); }, fail); });
  $("stop").addEventListener("click", () => ask("stop").then((now) => { show(now); if (now.status === "running") look(); $("train").focus(); }, fail));

  return {
    show,
    // Tell what is lacking before there is anything to learn.
    enough(labels) {
      const some = labels.filter(({ count }) => count >= FEWEST).length;
      $("train").disabled = some < 2;
      if (status === "idle") $("train-says").textContent = some < 2 ? `Two labels with at least ${FEWEST} examples each, then it can learn.` : "Ready to learn from what is there: a minute for drawings and sounds, a few for photos.";
    },
    // Ask the model, if there is one; null empties the answer.
    live(question) { if (send) send(question); },
    whenReady(act) { ready = act; },
  };
}
