// A form for one row of a table: a field per column, filled in with what is usual.
const OTHER = "\u0000other"; // no value of a column can be this
const UNKNOWN = "\u0000unknown";

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const shown = (number) => number.toLocaleString("en", { useGrouping: "min2" }); // a year is no amount: 1972

// Every maker returns {box, get, set}: what to show, and how its value is read and set.
function numberField(field, id) {
  const input = make("input", { id, type: "number", step: field.whole ? 1 : "any", inputMode: "decimal", placeholder: "not known" });
  const box = make("div", {}, make("div", { className: "with-unit" }, field.unit[0], input, field.unit[1]));
  const { low, high } = field;
  let slider;
  if (low < high) { // the same value by hand, for eyes and pointer only: the number is there for everybody else
    slider = make("input", { type: "range", min: low, max: high, step: field.whole ? 1 : (high - low) / 200, tabIndex: -1 });
    slider.setAttribute("aria-hidden", "true");
    slider.addEventListener("input", () => { input.value = field.whole ? slider.value : Number(Number(slider.value).toPrecision(4)); });
    input.addEventListener("input", () => { slider.value = input.value; });
    box.append(slider, make("div", { className: "quiet", id: `${id}-hint`, textContent: `usually ${shown(low)} to ${shown(high)}` }));
    input.setAttribute("aria-describedby", `${id}-hint`);
  }
  const set = (value) => { input.value = value ?? ""; if (slider) slider.value = input.value; };
  return { box, get: () => (input.value === "" ? null : Number(input.value)), set };
}

function categoryField(field, id) {
  const choices = (field.choices ?? []).map((value) => new Option(value, value));
  const select = make("select", { id }, ...choices, new Option("something else …", OTHER), new Option("not known", UNKNOWN));
  const other = make("input", { type: "text", hidden: true, placeholder: "type it" });
  other.setAttribute("aria-label", `${field.name}: something else`);
  select.addEventListener("change", () => {
    other.hidden = select.value !== OTHER;
    if (!other.hidden) other.focus();
  });
  const get = () => {
    if (select.value === UNKNOWN) return null;
    return (select.value === OTHER ? other.value : select.value) || null;
  };
  const set = (value) => { select.value = value ?? UNKNOWN; other.hidden = true; };
  return { box: make("div", {}, select, other), get, set };
}

function dateField(field, id) {
  const input = make("input", { id, type: field.clock ? "datetime-local" : "date" });
  return { box: input, get: () => input.value || null, set: (value) => { input.value = value ?? ""; } };
}

function wordsField(field, id) {
  const input = make("textarea", { id, rows: 2, placeholder: "any words" });
  return { box: input, get: () => input.value || null, set: (value) => { input.value = value ?? ""; } };
}

const makers = { number: numberField, category: categoryField, date: dateField, words: wordsField };

export function makeForm({ fields, send, announce }) {
  const form = document.getElementById("fields");
  const parts = fields.map((field, i) => {
    const id = `field-${i}`;
    const part = makers[field.type](field, id);
    const box = make("div", { className: "field" }, make("label", { htmlFor: id, textContent: field.name }), part.box);
    box.classList.toggle("wide", field.type === "words");
    form.append(box);
    return { ...part, field };
  });
  const row = () => Object.fromEntries(parts.map(({ field, get }) => [field.name, get()]));
  const ask = () => send(() => ({ row: row() }));
  const begin = () => {
    parts.forEach(({ field, set }) => set(field.value));
    ask();
  };
  form.addEventListener("input", ask);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("reset").addEventListener("click", () => { begin(); announce("The usual values are back", 0); });
  return { begin, row };
}
