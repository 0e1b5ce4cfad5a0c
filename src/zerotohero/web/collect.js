// The page on which a data set is made: a source, a card per label, and a training that answers on the same page.
import { announce } from "./asking.js";
import { makeLabels } from "./collect_labels.js";
import { makeSort } from "./collect_sort.js";
import { makeSources } from "./collect_sources.js";
import { makeTraining } from "./collect_train.js";

const $ = (id) => document.getElementById(id);

async function ask(path, question = {}) {
  const reply = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
  }).catch(() => {
    throw new Error("The program behind this page has stopped; what was recorded is kept. Start it again with: hero collect");
  });
  const said = await reply.json();
  if (said.error) throw new Error(said.error.message);
  return said;
}

function fail(error) {
  $("problem").textContent = error ? error.message : "";
  $("problem").hidden = !error;
}

function start(d) {
  $("welcome").textContent = `Make your own data set: ${d.name}`;
  document.title = `${d.name}: make your own data set`;
  $("about").textContent = `Kept in ${d.folder}, a file each. Nothing leaves this computer.`;
  $("main").hidden = false;

  const training = makeTraining({ ask, fail, announce });
  const sources = makeSources({ ask, fail, announce, training, refresh: show });
  const sort = d.sorting ? makeSort({ ask, fail, announce, training, refresh: show }) : null;
  const labels = makeLabels({ ask, fail, announce, refresh: show, source: sort ?? sources });

  function show(now) {
    (sort ?? sources).show(now);
    labels.show(now.labels);
    training.enough(now.labels);
  }

  const takeBack = async () => {
    try {
      show(await ask("undo"));
      fail(null);
      labels.reload();
      announce("The last one is taken back", 0);
    } catch (error) {
      fail(error);
    }
  };
  $("take-back").addEventListener("click", takeBack);
  $("new-session").hidden = Boolean(sort);
  $("new-session").addEventListener("click", async () => {
    try {
      await ask("session");
      announce("A new session has begun", 0);
      $("how-to").textContent = "A new session has begun: what comes now is kept apart from what came before.";
    } catch (error) {
      fail(error);
    }
  });

  const writing = (event) => event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey;
  document.addEventListener("keydown", (event) => {
    if (writing(event) || event.repeat) return;
    if (event.key === "u") takeBack();
    else if (event.key === "s" && sort) sort.skip();
    else if (event.key >= "1" && event.key <= "9") labels.press(Number(event.key) - 1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keyup", (event) => { if (event.key >= "1" && event.key <= "9") labels.release(); });
  show(d);
  labels.reload();
  training.show(d.training);
}

ask("describe").then(start, (error) => {
  $("welcome").textContent = "This did not work.";
  $("about").textContent = error.message;
});
