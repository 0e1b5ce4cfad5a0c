// A card per label: its button, how many it has, what it lacks, its newest examples, each with a cross.
const SHOWN = 10; // examples of a label, until more are asked for

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const $ = (id) => document.getElementById(id);
const counted = (n) => `${n.toLocaleString("en")} example${n === 1 ? "" : "s"}`;

export function makeLabels({ ask, fail, announce, refresh, source }) {
  const cards = new Map(); // label -> {box, button, count, thin, thumbs, more, total}
  let pressed = null; // what is being recorded now

  function card(label, place) {
    const key = place < 9 ? make("kbd", { textContent: String(place + 1) }) : "";
    const button = make("button", { type: "button", className: "shoot" });
    const count = make("span", { className: "count" });
    const thin = make("p", { className: "thin quiet" });
    const thumbs = make("ul", { className: "thumbs" });
    thumbs.setAttribute("aria-label", `Examples of ${label}, the newest first; arrow keys go from one to the next`);
    thumbs.addEventListener("keydown", (event) => {
      const way = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
      const kind = event.target.className; // from cross to cross, from play to play
      if (way) event.target.closest("li")[way]?.querySelector(`.${kind}`)?.focus();
    });
    const more = make("button", { type: "button", textContent: "Show more", hidden: true });
    more.setAttribute("aria-label", `Show more of ${label}`);
    const head = make("div", { className: "row" }, make("h3", {}, label), count, key);
    const box = make("li", { className: "card label" }, head, button, thin, thumbs, more);
    hold(button, () => press(label), release);
    more.addEventListener("click", () => load(label, thumbs.children.length));
    $("label-list").append(box);
    return { box, button, count, thin, thumbs, more };
  }

  // A button that is held: by pointer, by Space or Enter, or clicked by a screen reader.
  function hold(button, begin, end) {
    let handled = false;
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      handled = true;
      begin();
    });
    for (const name of ["pointerup", "pointercancel", "blur"]) button.addEventListener(name, end);
    button.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) begin();
    });
    button.addEventListener("keyup", (event) => { if (event.key === " " || event.key === "Enter") { event.preventDefault(); end(); } });
    button.addEventListener("click", () => { if (!handled) { begin(); end(); } handled = false; });
    button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
  }

  function press(label) {
    if (pressed) return;
    const { box } = cards.get(label);
    box.classList.add("on");
    fail(null);
    pressed = source.record(label, (said) => added(label, said));
    pressed.done.then(() => { box.classList.remove("on"); pressed = null; }, (error) => { box.classList.remove("on"); pressed = null; fail(error); });
  }

  // The Tab key stops once in a list, not at every example.
  function stopOnce(thumbs) {
    [...thumbs.children].forEach((item, place) => item.querySelectorAll("button").forEach((button) => { button.tabIndex = place ? -1 : 0; }));
  }

  const release = () => pressed?.end();

  function added(label, said) {
    const { thumbs } = cards.get(label);
    thumbs.prepend(thumb(label, said.added));
    while (thumbs.children.length > SHOWN) thumbs.lastChild.remove();
    stopOnce(thumbs);
    show(said.labels);
    const now = said.labels.find((l) => l.label === label);
    announce(`${label}: ${counted(now.count)}`);
  }

  function thumb(label, { name, image, sound, problem }) {
    const picture = image ? make("img", { src: image, alt: `${label}, ${name}` }) : make("span", { className: "quiet", textContent: problem ?? "cannot be shown" });
    const cross = make("button", { type: "button", className: "cross", textContent: "×" });
    cross.setAttribute("aria-label", `Take out ${name}`);
    cross.addEventListener("click", async () => {
      try {
        refresh(await ask("remove", { label, name }));
        await load(label, 0);
        cards.get(label).button.focus();
        announce(`Taken out of ${label}`, 0);
      } catch (error) {
        fail(error);
      }
    });
    const item = make("li", {}, picture, cross);
    if (sound) {
      const play = make("button", { type: "button", className: "play", textContent: "▶" });
      play.setAttribute("aria-label", `Listen to ${name}`);
      play.addEventListener("click", () => new Audio(sound).play());
      item.append(play);
    }
    return item;
  }

  async function load(label, start) {
    const { thumbs, more } = cards.get(label);
    const said = await ask("examples", { label, start }).catch(fail);
    if (!said) return;
    const found = said.examples.map((example) => thumb(label, example));
    start ? thumbs.append(...found) : thumbs.replaceChildren(...found);
    stopOnce(thumbs);
    more.hidden = !said.more;
  }

  function show(labels) {
    labels.forEach(({ label, count, thin }, place) => {
      if (!cards.has(label)) cards.set(label, card(label, place));
      const shown = cards.get(label);
      shown.count.textContent = counted(count);
      shown.thin.textContent = thin;
      shown.box.classList.toggle("lacks", Boolean(thin));
      shown.button.textContent = source.invites(label);
      shown.button.disabled = !source.ready();
      shown.more.hidden = count <= shown.thumbs.children.length;
    });
  }

  $("add-label").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      refresh(await ask("label", { label: $("new-label").value }));
      announce(`Added: ${$("new-label").value}`, 0);
      $("new-label").value = "";
      fail(null);
    } catch (error) {
      fail(error);
    }
  });

  return {
    show,
    release,
    press: (place) => { const label = [...cards.keys()][place]; if (label !== undefined && source.ready()) press(label); },
    reload: () => Promise.all([...cards.keys()].map((label) => load(label, 0))),
  };
}
