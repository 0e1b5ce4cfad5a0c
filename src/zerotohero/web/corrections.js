// A wrong answer is put right: the true one is chosen and kept, or posted to the service as feedback.
const $ = (id) => document.getElementById(id);

export function makeCorrections(d, { ask, fail, announce }) {
  const form = $("correct"), truth = $("truth"), number = $("true-number"), told = $("kept");
  const kept = d.corrections, post = d.feedback;
  let asked = null; // {question, said}
  if (!kept && !post) return { offer() {} };

  const field = d.classes.length ? truth : number;
  field.hidden = false;
  form.querySelector("label").htmlFor = field.id;
  if (post) { // right answers are told, too: a score of wrong ones alone would be none
    form.querySelector("label").textContent = "It is really";
    form.querySelector("button").textContent = "Tell";
  }
  truth.append(new Option("…", ""), ...d.classes.map((name) => new Option(name, name)));
  const where = kept ? `It is kept in ${kept.place}: “hero train … --also” learns from it.` : "It counts in the live score of the service.";
  const before = kept?.kept ? `${kept.kept} kept. ` : "";
  told.textContent = before + where;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const value = d.classes.length ? truth.value : number.value;
    if (!asked || value === "") return field.focus();
    const right = d.classes.length ? value : Number(value);
    try {
      if (kept) {
        const now = await ask("correct", { ...asked.question, truth: right });
        told.textContent = `${now.kept} kept. ${where}`;
      } else {
        await ask(post, { id: asked.said.id, truth: [right] });
        told.textContent = `Thank you. ${where}`;
      }
      fail(null);
      announce(`${kept ? "Kept" : "Told"}: it is ${value}`, 0);
      asked = null;
      form.querySelector("button").disabled = true;
    } catch (error) {
      fail(error);
    }
  });

  // An answer that can be corrected; null where nothing is answered.
  function offer(question, said) {
    if (asked && question?.live && form.contains(document.activeElement)) return; // it is about the picture that was seen
    const there = Boolean(said) && said.prediction !== null;
    asked = there ? { question, said } : null;
    form.hidden = !there;
    form.querySelector("button").disabled = false;
    truth.value = post && there ? said.prediction : "";
    number.value = "";
  }

  return { offer };
}
