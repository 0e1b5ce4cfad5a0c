// A trained model that runs here: an input becomes numbers, these an answer.
//
// families: which function answers for which algorithm; kind: how inputs are read and become numbers. A page holds
// only those that it needs.
import { readArrays } from "./arrays.js";
import { chosen, combine, expand, finish, interval } from "./finish.js";

export async function makeModel(about, { families, kind }) {
  const arrays = await readArrays(about.packed);
  const members = about.members.map((member, m) => {
    if (!families[member.family]) throw new Error("classifier.js and model.js were not written together: copy both again.");
    const mine = Object.entries(arrays).filter(([name]) => name.startsWith(`${m}.`));
    return { ...member, answer: families[member.family], arrays: Object.fromEntries(mine.map(([name, a]) => [name.slice(`${m}.`.length), a])) };
  });
  const { classes } = about;

  // Probabilities in the order of the classes, or [the value]; cells are an input that has been read.
  function scores(cells) {
    const numbers = about.representations.map((state) => kind.numbers(state, cells)); // members may share them
    const said = members.map((m) => expand(m.answer(m.arrays, numbers[m.representation]), m.seen, classes.length));
    return finish(about, about.members.length > 1 ? combine(said, members.map((m) => m.weight)) : said[0]);
  }

  // All about one answer; null where there is nothing to answer, such as an empty drawing.
  function answer(input) {
    const read = kind.read(about, input);
    if (!read) return null;
    const said = scores(read.cells);
    if (classes.length) return { ...read, classes, probabilities: said, prediction: chosen(about, said) };
    const [low, high] = about.interval ? interval(about.interval, said[0]) : [];
    return { ...read, classes, probabilities: [], prediction: said[0], low, high };
  }

  // What can be answered, made of what somebody has: a picture of its address, a sound at the model's rate.
  const prepare = async (input) => (kind.prepare ? kind.prepare(about, input) : input);

  // The classes as [{label, confidence}], the answer first; also handed to gotResult, as ml5.js does it.
  async function classify(input, gotResult) {
    if (!classes.length) throw new Error("This model answers with a number: model.predict(input, gotResult).");
    await moment();
    const said = answer(await prepare(input));
    const rest = (said?.classes ?? []).map((label, k) => ({ label, confidence: said.probabilities[k] }));
    rest.sort((a, b) => (b.label === said.prediction) - (a.label === said.prediction) || b.confidence - a.confidence);
    gotResult?.(rest);
    return rest;
  }

  // The number as {value, low, high}: 9 of 10 true values lie between low and high.
  async function predict(input, gotResult) {
    if (classes.length) throw new Error("This model answers with a class: model.classify(input, gotResult).");
    await moment();
    const said = answer(await prepare(input));
    const result = said && { value: said.prediction, low: said.low, high: said.high };
    gotResult?.(result);
    return result;
  }

  return { about, classes, prepare, answer, classify, predict };
}

// The page may draw between two answers, so that gotResult can ask again at once.
const moment = () => new Promise((done) => setTimeout(done));
