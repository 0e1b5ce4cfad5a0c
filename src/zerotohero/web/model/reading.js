// What somebody typed, as the cells of a row: numbers, texts, dates; what cannot be read is missing, and is said.
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/;

// columns: [{name, type, missing, missing_numbers}]. Returns {cells: name -> cell, notes}.
export function readRow(columns, row) {
  const names = columns.map((column) => column.name);
  const unknown = Object.keys(row).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no column “${unknown}” here; the columns are ${names.slice(0, 20).join(", ")}.`);
  const cells = {}, notes = [];
  for (const column of columns) {
    const value = row[column.name];
    const text = value instanceof Date ? local(value) : String(value ?? "").trim();
    const known = text !== "" && !column.missing.includes(text);
    const read = { number: readNumber, date: readDate }[column.type];
    const cell = known && read ? read(text, column) : known ? text : null;
    if (Number.isNaN(cell)) notes.push(`${column.name}: “${text.slice(0, 40)}” is no ${column.type}; taken as not known`);
    cells[column.name] = read && cell === null ? NaN : cell;
  }
  return { cells, notes };
}

function readNumber(text, column) {
  const number = NUMBER.test(text) ? Number(text) : NaN;
  if (column.missing_numbers.includes(number)) return null;
  return Number.isFinite(number) ? number : NaN;
}

// Seconds since 1970, without time zones: the calendar's day is meant.
function readDate(text) {
  const found = DATE.exec(text);
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getUTCMonth() === month - 1 && hour < 24 && minute < 60 ? date.getTime() / 1000 : NaN;
}

const local = (date) => new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
