// A bar per class, and a number on a line.
const MOST = 12; // bars; with more classes the most probable ones are shown

export const percent = (share) => (share > 0.995 && share < 1 ? ">99 %" : `${Math.round(share * 100)} %`);

export class Bars {
  constructor(table, classes) {
    this.table = table;
    this.rows = classes.slice(0, MOST).map((name) => {
      const row = table.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = name;
      row.append(head);
      const bar = row.insertCell();
      bar.className = "bar";
      bar.setAttribute("aria-hidden", "true");
      const fill = bar.appendChild(document.createElement("i"));
      const share = row.insertCell();
      share.className = "share";
      return { row, head, fill, share };
    });
    this.show(null);
  }

  // said: {classes, probabilities, prediction}, or null for nothing.
  show(said) {
    const all = said ? said.probabilities.map((p, i) => [said.classes[i], p]) : [];
    if (all.length > MOST) all.sort((a, b) => b[1] - a[1]);
    this.rows.forEach(({ row, head, fill, share }, i) => {
      const [name, p] = all[i] ?? [head.textContent, 0];
      head.textContent = name;
      head.classList.toggle("long", name.length > 18);
      fill.style.transform = `scaleX(${p})`;
      share.textContent = said ? percent(p) : "";
      row.classList.toggle("best", Boolean(said) && name === said.prediction);
    });
  }
}

// A predicted number between the usual low and high values of the training data.
export class NumberLine {
  constructor(box, { unit, range, score }) {
    this.box = box;
    this.range = range;
    this.unit = unit;
    this.score = score;
    if (!range) return;
    box.hidden = false;
    box.querySelector("#low").textContent = this.text(range[0]);
    box.querySelector("#high").textContent = this.text(range[1]);
  }

  text(number, digits = 4) {
    return this.unit[0] + number.toLocaleString("en", { maximumSignificantDigits: digits }) + this.unit[1];
  }

  // The typical error in words, from the run's score.
  get error() {
    const { metric, value } = this.score ?? {};
    if (metric === "rmse" || metric === "mae") return `usually off by about ${this.text(value, 2)}`;
    if (metric === "rmsle") return `usually off by about ${Math.round(Math.expm1(value) * 100)} %`;
    return "";
  }

  // The number's place, and the band of its typical error.
  show(number) {
    if (!this.range) return;
    const [low, high] = this.range;
    const place = (x) => Math.max(0, Math.min(100, (100 * (x - low)) / (high - low || 1)));
    const { metric, value } = this.score ?? {};
    const off = metric === "rmsle" ? Math.abs(number) * Math.expm1(value) : ["rmse", "mae"].includes(metric) ? value : 0;
    this.box.querySelector("#marker").style.left = `${place(number)}%`;
    const band = this.box.querySelector("#band");
    band.style.left = `${place(number - off)}%`;
    band.style.width = `${place(number + off) - place(number - off)}%`;
  }
}
