// A row of a table, as it comes in: an object of column and value.
import { readRow } from "./reading.js";
import { beyond, tableNumbers } from "./table.js";

export const kind = {
  read(about, row) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new Error(`A row is an object, such as ${JSON.stringify(about.usual_row)}.`);
    }
    const { cells, notes } = readRow(about.columns, row);
    return { cells, notes: [...notes, ...beyond(about.representations[0], cells)] };
  },

  numbers: tableNumbers,
};
