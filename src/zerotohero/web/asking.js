// Between what is drawn, dropped or typed and its answer: the newest question waits, and answers are read aloud.
const WAIT = 80; // milliseconds without a change before it is asked
const SPEAK = 900; // and before the answer is read aloud

// One question at a time: while one is being answered, only the newest of the others waits.
export function asker(ask, show, fail) {
  let timer, waiting, busy = false, latest = 0;
  async function go() {
    if (busy || !waiting) return;
    const { question, after } = waiting;
    waiting = undefined;
    busy = true;
    try {
      const said = question ? await ask(question()) : undefined;
      if (after === latest || waiting?.question) show(said); // not after the page was emptied
    } catch (error) {
      fail(error);
    }
    busy = false;
    go();
  }
  return (question) => {
    latest += 1;
    waiting = { question, after: latest };
    clearTimeout(timer);
    timer = setTimeout(go, WAIT);
  };
}

let speaking;
export function announce(text, wait = SPEAK) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { document.getElementById("announce").textContent = text; }, wait);
}
