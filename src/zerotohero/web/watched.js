// What came in at a live service against the training rows: drift by column, and the live score beside the tested one.
const SECONDS = 10; // between two looks
const SHOWN = 8; // columns
const BLOCKS = "▁▂▃▄▅▆▇█";
const $ = (id) => document.getElementById(id);

const bars = (shares) => {
  const top = Math.max(...shares, 1e-9);
  return shares.map((share) => (share ? BLOCKS[Math.min(Math.floor((8 * share) / top), 7)] : " ")).join("");
};

const named = (name) => (name === "answer" ? "the answers" : name);

const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export function inShort({ drift, fewest }) {
  const gone = Object.entries(drift.columns).filter(([, about]) => about.drifted).map(([name]) => named(name));
  if (drift.rows < fewest) return `${count(drift.rows, "row", "rows")} so far; from ${fewest} on they are compared with the training rows.`;
  if (!Object.keys(drift.columns).length) return "The model file does not say what was usual: train it again.";
  const rows = `${count(drift.rows, "latest row", "latest rows")}: `;
  return rows + (gone.length ? `${gone.join(", ")} drifted, so it may be wrong more often.` : "nothing has drifted.");
}

export function liveScore({ live }) {
  const tested = live.tested === null ? "" : `; when it was tested: ${live.tested.toFixed(3)}`;
  if (live.score === null) return `True answers: ${live.rows} so far (POST /feedback)${tested ? `. ${live.metric.replaceAll("_", " ")}${tested.slice(1)}` : ""}`;
  return `${live.metric.replaceAll("_", " ")} on ${count(live.rows, "row", "rows")} with true answers: ${live.score.toFixed(3)}${tested}`;
}

function row([name, about]) {
  const line = document.createElement("tr");
  const word = about.drifted ? "drifted" : about.index > 0.1 ? "a little" : "as usual";
  line.classList.toggle("drifted", about.drifted);
  const cells = [["th", named(name)], ["td", bars(about.then)], ["td", bars(about.now)], ["td", `${word} (${about.index.toFixed(2)})`]];
  cells.forEach(([tag, text], i) => {
    const cell = document.createElement(tag);
    if (tag === "th") cell.scope = "row";
    cell.textContent = text;
    if (i === 1 || i === 2) {
      cell.className = "blocks";
      cell.setAttribute("aria-label", (i === 1 ? about.then : about.now).map((share) => `${Math.round(100 * share)} %`).join(", "));
      cell.setAttribute("role", "cell");
    }
    line.append(cell);
  });
  return line;
}

async function look(name) {
  const reply = await fetch("../../monitor");
  const found = (await reply.json()).models?.find(({ model }) => model === name);
  if (!found?.drift) return;
  $("watched").hidden = false;
  $("watched-short").textContent = inShort(found);
  $("watched-live").textContent = liveScore(found);
  const columns = Object.entries(found.drift.columns).sort(([, a], [, b]) => b.index - a.index).slice(0, SHOWN);
  $("watched-table").hidden = !columns.length;
  $("watched-rows").replaceChildren(...columns.map(row));
}

export function watch(name) {
  const again = () => {
    if (!document.hidden) look(name).catch(() => {}); // the answers above say when the service is gone
  };
  again();
  setInterval(again, SECONDS * 1000);
}
