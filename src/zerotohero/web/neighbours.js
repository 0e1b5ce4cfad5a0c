// The training examples most like the one that was asked about.
const FEW = 8; // columns of a table before "show all"
let all = false;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const alike = (share) => `${Math.round(share * 100)} % alike`;

// A button that plays a sound.
function listen(sound) {
  if (!sound) return [];
  const button = make("button", { type: "button", className: "listen", textContent: "▶", ariaLabel: "Listen" });
  button.addEventListener("click", () => new Audio(sound).play());
  return [button];
}

// What the model sees, then the nearest pictures with their true labels.
export function showPictures(box, { seen, heard }, neighbours, label) {
  const yours = make("li", { className: "yours" }, make("img", { src: seen, alt: "Yours, as the model sees it" }), ...listen(heard), heard ? "what the model hears" : "what the model sees");
  const others = neighbours.map((n) =>
    make("li", {}, make("img", { src: n.image, alt: `Training image: ${label(n)}`, title: n.file ?? "" }), ...listen(n.heard), make("b", { textContent: label(n) }), make("div", { className: "quiet", textContent: alike(n.similarity) })));
  box.replaceChildren(make("ul", { className: "pictures" }, yours, ...others));
}

// A column per training row beside yours; what differs is set in bold.
export function showRows(box, fields, row, neighbours, label) {
  const head = [make("th"), make("th", { scope: "col", textContent: "yours" })];
  for (const n of neighbours) head.push(make("th", { scope: "col" }, make("b", { textContent: label(n) }), make("div", { className: "quiet", textContent: alike(n.similarity) })));
  const shown = (value) => (value === null ? "–" : typeof value === "number" ? value.toLocaleString("en", { maximumSignificantDigits: 6, useGrouping: "min2" }) : String(value).slice(0, 120));
  const body = fields.slice(0, all ? fields.length : FEW).map(({ name }) => {
    const mine = shown(row[name]);
    const cells = neighbours.map((n) => {
      const theirs = shown(n.row[name]);
      return make("td", { className: theirs === mine ? "same" : "other", textContent: theirs });
    });
    return make("tr", {}, make("th", { scope: "row", textContent: name.replaceAll("_", "_\u200b") }), make("td", { textContent: mine }), ...cells);
  });
  const table = make("table", { className: "rows" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  const scroll = make("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Nearest training rows" }, table);
  box.replaceChildren(scroll);
  if (fields.length > FEW) {
    const more = make("button", { type: "button", textContent: all ? "Show fewer columns" : `Show all ${fields.length} columns` });
    more.addEventListener("click", () => { all = !all; showRows(box, fields, row, neighbours, label); box.querySelector("button").focus(); });
    box.append(more);
  }
}
