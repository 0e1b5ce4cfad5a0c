// A folder is sorted: its pictures or sounds come one after the other; a label's key copies, s skips, u takes back.
const $ = (id) => document.getElementById(id);

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export function makeSort({ ask, fail, announce, training, refresh }) {
  let at = null;
  $("sort").hidden = false;
  $("sources").hidden = true;

  async function decide(label, added = () => {}) {
    if (!at?.name) return;
    const { name } = at;
    const now = await ask("decide", { name, label });
    refresh(now);
    if (label !== null) {
      const said = await ask("examples", { label, start: 0 });
      if (said.examples.length) added({ labels: now.labels, added: said.examples[0] });
    } else announce("Skipped", 0);
  }

  function show({ sorting }) {
    const changed = at?.name !== sorting.name || !at;
    at = sorting;
    $("sort-done").value = sorting.done / sorting.total;
    $("skip").disabled = !sorting.name;
    $("sort-name").textContent = sorting.name
      ? `${sorting.name} · ${sorting.done.toLocaleString("en")} of ${sorting.total.toLocaleString("en")} done. Press a label's number. Copies go to the label's folder; the originals stay where they are.`
      : `All ${sorting.total.toLocaleString("en")} ${sorting.kind} of ${sorting.folder} are sorted.`;
    if (!changed) return;
    const shown = [];
    if (sorting.image) shown.push(make("img", { src: sorting.image, alt: sorting.name }));
    if (sorting.sound) {
      const player = make("audio", { src: sorting.sound, controls: true, autoplay: true });
      player.setAttribute("aria-label", sorting.name);
      shown.push(player);
    }
    if (sorting.problem) shown.push(make("p", { textContent: `This one cannot be read (${sorting.problem}): skip it.` }));
    if (!sorting.name) shown.push(make("p", { className: "finished", textContent: "Done." }));
    $("at-hand").replaceChildren(...shown);
    think();
  }

  // What the model would say, once there is one.
  const think = () => training.live(at?.sound ? () => ({ sound: at.sound }) : at?.image ? () => ({ image: at.image }) : null);

  const skip = () => decide(null).catch(fail);
  $("skip").addEventListener("click", skip);
  training.whenReady(think);
  return {
    show,
    skip,
    ready: () => Boolean(at?.name),
    invites: (label) => `This is ${label}`,
    record: (label, added) => ({ done: decide(label, added), end() {} }),
  };
}
