/**
 * Reads the small part of Markdown that replies are shown with. What it does not know stays text. Gives plain objects:
 *
 * - blocks `{kind, source, …}`: `paragraph` {lines}, `heading` {level, lines}, `code` {language, text, closed},
 *   `list` {ordered, start, items: [{done, lines, children: block[]}]} with `done` true, false or null for no task,
 *   `quote` {children: block[]}, `table` {sides, head, rows} (see tables.js), `rule`
 * - lines are lists of spans `{kind, …}`: `text` {text}, `code` {text}, `strong` {spans}, `emphasis` {spans},
 *   `struck` {spans}, `link` {address, spans}
 *
 * `source` is what a block was made of: equal source, equal block.
 */

import { spansOf } from './spans.js';
import { beginsTable, endOfTable, tableOf } from './tables.js';

const FENCE = /^ {0,3}(```+|~~~+)\s*([^`\s]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*$/;
const ITEM = /^(?!\s*([-*])(?:\s*\1){2,}\s*$)(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
// A line of nothing but marks is no quotation: nobody quotes that deep, and each would hold the next one.
const QUOTE = /^ {0,3}>(?!(?:\s*>){8}) ?(.*)$/;

/** The blocks of a text, also of one that is still being written. */
export function blocksOf(text) {
  return read(text.replace(/\r\n?/g, '\n').split('\n'));
}

function read(lines) {
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === '') {
      at++;
      continue;
    }
    const end = endOfBlock(lines, at);
    blocks.push(block(lines.slice(at, end)));
    at = end;
  }
  return blocks;
}

function endOfBlock(lines, from) {
  const fence = FENCE.exec(lines[from]);
  if (fence) {
    const close = lines.findIndex((line, at) => at > from && closes(line, fence[1]));
    return close < 0 ? lines.length : close + 1;
  }
  if (HEADING.test(lines[from]) || RULE.test(lines[from])) {
    return from + 1;
  }
  if (QUOTE.test(lines[from])) {
    return endOfRun(lines, from, line => QUOTE.test(line));
  }
  if (beginsTable(lines, from)) {
    return endOfTable(lines, from, at => begins(lines, at));
  }
  return ITEM.test(lines[from]) ? endOfList(lines, from) : endOfParagraph(lines, from);
}

/** Whether a line begins something that is no paragraph. */
function begins(lines, at) {
  return [FENCE, HEADING, RULE, QUOTE, ITEM].some(each => each.test(lines[at])) || beginsTable(lines, at);
}

function endOfRun(lines, from, isPart) {
  const end = lines.findIndex((line, at) => at > from && !isPart(line));
  return end < 0 ? lines.length : end;
}

function closes(line, fence) {
  const trimmed = line.trim();
  return trimmed.length >= fence.length && trimmed === fence[0].repeat(trimmed.length);
}

function endOfParagraph(lines, from) {
  let at = from + 1;
  while (at < lines.length && lines[at].trim() !== '' && !begins(lines, at)) {
    at++;
  }
  return at;
}

// A list goes on over blank lines as long as items or indented lines follow.
function endOfList(lines, from) {
  let end = from + 1;
  for (let at = end; at < lines.length; at++) {
    if (lines[at].trim() === '') {
      continue;
    }
    const isPart = ITEM.test(lines[at])
      ? kindOf(lines[at]) === kindOf(lines[from]) || indent(lines[at]) > 1
      : indent(lines[at]) > 1 || (at === end && !begins(lines, at));
    if (!isPart) {
      break;
    }
    end = FENCE.test(lines[at]) ? endOfBlock(lines, at) : at + 1;
    at = end - 1;
  }
  return end;
}

function block(lines) {
  const source = lines.join('\n');
  const fence = FENCE.exec(lines[0]);
  if (fence) {
    const closed = lines.length > 1 && closes(lines.at(-1), fence[1]);
    const text = lines.slice(1, closed ? -1 : undefined).join('\n');
    return { kind: 'code', source, language: fence[2], text, closed };
  }
  const heading = HEADING.exec(lines[0]);
  if (heading) {
    return { kind: 'heading', source, level: heading[1].length, lines: [spansOf(heading[2])] };
  }
  if (RULE.test(lines[0])) {
    return { kind: 'rule', source };
  }
  if (QUOTE.test(lines[0])) {
    return { kind: 'quote', source, children: read(lines.map(line => QUOTE.exec(line)[1])) };
  }
  if (beginsTable(lines, 0)) {
    return { kind: 'table', source, ...tableOf(lines) };
  }
  return ITEM.test(lines[0]) ? list(source, lines) : { kind: 'paragraph', source, lines: spansOfLines(lines) };
}

function list(source, lines) {
  const depth = indent(lines[0]);
  const starts = lines.map((line, at) => (isItemAt(line, depth) ? at : -1)).filter(at => at >= 0);
  const items = starts.map((start, n) => item(lines.slice(start, starts[n + 1])));
  const first = ITEM.exec(lines[0]);
  return { kind: 'list', source, ordered: first[3] !== undefined, start: Number(first[3] ?? 1), items };
}

function isItemAt(line, depth) {
  return ITEM.test(line) && indent(line) <= depth + 1;
}

function item(lines) {
  const said = ITEM.exec(lines[0])[4];
  const task = TASK.exec(said);
  const own = [task ? said.slice(task[0].length) : said];
  let at = 1;
  while (at < lines.length && lines[at].trim() !== '' && !ITEM.test(lines[at]) && !isBlockWithin(lines[at].trim())) {
    own.push(lines[at].trim());
    at++;
  }
  const done = task && task[1] !== ' ';
  return { done, lines: spansOfLines(own), children: read(outdented(lines.slice(at))) };
}

function isBlockWithin(line) {
  return FENCE.test(line) || QUOTE.test(line);
}

function outdented(lines) {
  const least = Math.min(...lines.filter(line => line.trim() !== '').map(indent), 8);
  return lines.map(line => line.slice(Math.min(least, indent(line))));
}

function spansOfLines(lines) {
  return lines.map(line => spansOf(line.trim()));
}

function kindOf(line) {
  return ITEM.exec(line)[3] === undefined ? 'bullets' : 'numbers';
}

function indent(line) {
  return line.length - line.trimStart().length;
}
