/**
 * Reads tables: a line of names, a line that says to which side each column is set, and a line for each row. Gives
 * `{sides, head, rows}`: `sides` are `start`, `center` or `end`, one for each column; a cell is a list of spans.
 */

import { spansOf } from './spans.js';

const SIDES = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Whether a table begins at a line. */
export function beginsTable(lines, at) {
  const [names, sides] = [lines[at], lines[at + 1] ?? ''];
  return (
    names.includes('|') && sides.includes('|') && SIDES.test(sides) && cellsOf(names).length === cellsOf(sides).length
  );
}

/** It ends with a blank line, or where something else begins. */
export function endOfTable(lines, from, begins) {
  let at = from + 2;
  while (at < lines.length && lines[at].trim() !== '' && !begins(at)) {
    at++;
  }
  return at;
}

/** The table that some lines make: each row has as many cells as there are names. */
export function tableOf([names, sides, ...rows]) {
  const head = cellsOf(names).map(spansOf);
  return {
    sides: cellsOf(sides).map(sideOf),
    head,
    rows: rows.map(row => {
      const cells = cellsOf(row);
      return head.map((_, at) => spansOf(cells[at] ?? ''));
    }),
  };
}

function cellsOf(line) {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'));
}

function sideOf(cell) {
  if (!cell.endsWith(':')) {
    return 'start';
  }
  return cell.startsWith(':') ? 'center' : 'end';
}
