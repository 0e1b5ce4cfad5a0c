// Verse: a first line or a topic is typed, the next lines come; every rhyme has its colour.
const COLOURS = 8;
const WAIT = 450; // milliseconds without a key before it is asked: half a word rhymes with nothing
const $ = (id) => document.getElementById(id);

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function showLine(line, numbers) {
  const number = numbers.get(line.rhyme);
  const end = make("b", { textContent: line.text ? line.end : capital(line.end) });
  if (number !== undefined) end.className = `rhyme-${number % COLOURS}`;
  const letter = make("i", { textContent: number === undefined ? "" : String.fromCharCode(65 + (number % 26)) });
  if (number !== undefined) letter.className = end.className;
  letter.setAttribute("aria-hidden", "true");
  const words = make("span", {}, line.text ? `${capital(line.text)} ` : "", end);
  return make("li", { className: line.yours ? "yours" : "" }, letter, words);
}

export function makeVerse({ schemes, unit, begin, copy_limit, send, announce }) {
  const newSeed = () => Math.floor(Math.random() * 1e6);
  let seed = newSeed(), timer;
  $("scheme").append(...schemes.map((name) => new Option(name, name)));
  $("count-label").textContent = unit === "words" ? "Words a line" : "Syllables a line";
  $("promise").textContent = `Lines with the same letter rhyme. Never more than ${copy_limit} words in a row stand in the text it learned from.`;
  const question = () => ({
    first: $("first").value,
    about: $("topic").value,
    scheme: $("scheme").value,
    ...(unit === "words" ? {} : { syllables: Number($("count").value) }),
    seed,
  });
  if (unit === "words") $("count").parentElement.hidden = true;
  const ask = () => send(question);

  function show(said) {
    const names = [...new Set(said.lines.map((line) => line.rhyme))].filter((name) => name !== "X");
    const numbers = new Map(names.map((name, i) => [name, i]));
    $("lines").replaceChildren(...said.lines.map((line) => showLine(line, numbers)));
    $("verse-notes").textContent = said.notes.map(capital).join(". ");
    announce(said.lines.map((line) => `${line.text} ${line.end}`).join(". "));
  }

  $("wishes").addEventListener("input", () => {
    $("count-shown").textContent = $("count").value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  $("wishes").addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); ask(); });
  $("another").addEventListener("click", () => { seed = newSeed(); ask(); });
  $("topics").append(...begin.map((word) => {
    const button = make("button", { type: "button", textContent: word });
    button.addEventListener("click", () => { $("topic").value = word; ask(); });
    return button;
  }));
  return { show, begin: ask };
}
