// For your own page: `const model = await load("model.js")`, then `model.classify(input, gotResult)`.
import { makeModel } from "./model.js";

export function start(parts) {
  const waiting = [];
  // model.js is a script and no JSON, because a page that was opened from a folder may load nothing else.
  globalThis.modelIsHere = (about) => waiting.shift()(about);
  globalThis.load = async (address) => {
    const about = await new Promise((done, failed) => {
      waiting.push(done);
      const script = Object.assign(document.createElement("script"), { src: address });
      script.onerror = () => failed(new Error(`There is no ${address} beside this page.`));
      document.head.append(script);
    });
    return makeModel(about, parts);
  };
}
