// A row of a table as the numbers that the model learned from.
import { textNumbers } from "./texts.js";

const hold = (value, low, high) => Math.max(low, Math.min(high, value));
const modulo = (a, b) => ((a % b) + b) % b;

// state: what was learned from the training rows. cells: name -> number (NaN: missing), seconds since 1970, or text (null).
export function tableNumbers(state, cells) {
  const amounts = state.number_columns.map((name) => cells[name] ?? NaN);
  for (const { name, parts } of state.dates) amounts.push(...dateParts(parts, cells[name] ?? NaN));
  const binned = state.style === "bins";
  const found = binned ? bins(state.numbers, amounts) : scaled(state.numbers, amounts);
  for (const category of state.categories) {
    const place = placeOf(category, cells[category.name] ?? null);
    if (binned || state.style === "codes") found.push(place);
    else found.push(...oneHot(category, place));
  }
  for (const words of state.words) {
    const counts = textNumbers(words, cells[words.name] ?? "");
    for (const count of counts) found.push(binned ? Math.min(count, 1) : count); // there or not
  }
  return Float64Array.from(found.length ? found : [0]);
}

// Missing cells get the median and perhaps a flag; extremes are clipped; skewed columns come once more, as logarithms.
function scaled(s, amounts) {
  const filled = amounts.map((x, j) => (Number.isNaN(x) ? s.fill[j] : hold(x, s.low[j], s.high[j])));
  const logs = s.bent.map((j, i) => (Math.log1p(Math.abs(filled[j] - s.edge[i]) / s.knee[i]) - s.mean[i]) / s.spread[i]);
  const flags = s.flags.map((j) => (Number.isNaN(amounts[j]) ? 1 : 0));
  return [...filled.map((x, j) => (x - s.center[j]) / s.scale[j]), ...logs, ...flags];
}

// How many of the column's cuts lie at or below the number; one more code says "missing".
function bins({ cuts }, amounts) {
  return amounts.map((x, j) => (Number.isNaN(x) ? cuts[j].length + 1 : cuts[j].filter((cut) => cut <= x).length));
}

// -1: nowhere.
function placeOf({ codes, rest, none }, text) {
  if (text === null) return none;
  return Object.hasOwn(codes, text) ? codes[text] : rest;
}

function oneHot({ codes, rest, none }, place) {
  const width = Object.keys(codes).length + (rest >= 0) + (none >= 0);
  return Array.from({ length: width }, (_, i) => (i === place ? 1 : 0));
}

// Day count, year, month, day, weekday, hour; then month, weekday and time of day as waves: December is next to January.
function dateParts(parts, seconds) {
  if (Number.isNaN(seconds)) return parts.map(() => NaN);
  const date = new Date(seconds * 1000), days = Math.floor(seconds / 86400);
  const turns = modulo(seconds, 86400) / 86400;
  const month = date.getUTCMonth(), weekday = modulo(days + 3, 7); // Monday is 0; 1970 began on a Thursday
  const all = [days + turns, date.getUTCFullYear(), month + 1, date.getUTCDate(), weekday, Math.floor(turns * 24)];
  for (const turn of [month / 12, weekday / 7, turns]) all.push(Math.sin(2 * Math.PI * turn), Math.cos(2 * Math.PI * turn));
  return parts.map((part) => all[part]);
}

// What in these cells the model has never seen, in words.
export function beyond(state, cells) {
  const notes = [];
  state.number_columns.forEach((name, j) => {
    const { low, high } = state.numbers, x = cells[name];
    if (low && x > high[j]) notes.push(`${name}: it has hardly seen values above ${high[j].toPrecision(4) / 1}`);
    if (low && x < low[j]) notes.push(`${name}: it has hardly seen values below ${low[j].toPrecision(4) / 1}`);
  });
  for (const { name, codes } of state.categories) {
    const text = cells[name];
    if (text !== null && text !== undefined && !Object.hasOwn(codes, text) && Object.keys(codes).length > 2) {
      notes.push(`${name}: “${text.slice(0, 40)}” is new to it, or was too rare to learn from`);
    }
  }
  return notes;
}
