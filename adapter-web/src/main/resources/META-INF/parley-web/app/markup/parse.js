/**
 * Reads the small part of Markdown that replies are shown with. What it does not know stays text. Gives plain objects:
 *
 * - blocks `{kind, source, …}`: `paragraph` {lines}, `heading` {level, lines}, `code` {language, text, closed},
 *   `list` {ordered, start, items: [{lines, children: block[]}]}
 * - lines are lists of spans `{kind, …}`: `text` {text}, `code` {text}, `strong` {spans}, `emphasis` {spans},
 *   `link` {address, spans}
 *
 * `source` is what a block was made of: equal source, equal block.
 */

import { spansOf } from './spans.js';

const FENCE = /^ {0,3}(```+|~~~+)\s*([^`\s]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*$/;
const ITEM = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

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
  if (HEADING.test(lines[from])) {
    return from + 1;
  }
  return ITEM.test(lines[from]) ? endOfList(lines, from) : endOfParagraph(lines, from);
}

function closes(line, fence) {
  const trimmed = line.trim();
  return trimmed.length >= fence.length && trimmed === fence[0].repeat(trimmed.length);
}

function endOfParagraph(lines, from) {
  let at = from + 1;
  while (at < lines.length && lines[at].trim() !== '' && !FENCE.test(lines[at]) && !HEADING.test(lines[at])
      && !ITEM.test(lines[at])) {
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
    const isPart = ITEM.test(lines[at]) ? kindOf(lines[at]) === kindOf(lines[from]) || indent(lines[at]) > 1
        : indent(lines[at]) > 1 || (at === end && !FENCE.test(lines[at]) && !HEADING.test(lines[at]));
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
  return ITEM.test(lines[0]) ? list(source, lines) : { kind: 'paragraph', source, lines: spansOfLines(lines) };
}

function list(source, lines) {
  const depth = indent(lines[0]);
  const starts = lines.map((line, at) => (isItemAt(line, depth) ? at : -1)).filter(at => at >= 0);
  const items = starts.map((start, n) => item(lines.slice(start, starts[n + 1])));
  const first = ITEM.exec(lines[0]);
  return { kind: 'list', source, ordered: first[2] !== undefined, start: Number(first[2] ?? 1), items };
}

function isItemAt(line, depth) {
  return ITEM.test(line) && indent(line) <= depth + 1;
}

function item(lines) {
  const own = [ITEM.exec(lines[0])[3]];
  let at = 1;
  while (at < lines.length && lines[at].trim() !== '' && !ITEM.test(lines[at]) && !FENCE.test(lines[at].trim())) {
    own.push(lines[at].trim());
    at++;
  }
  return { lines: spansOfLines(own), children: read(outdented(lines.slice(at))) };
}

function outdented(lines) {
  const least = Math.min(...lines.filter(line => line.trim() !== '').map(indent), 8);
  return lines.map(line => line.slice(Math.min(least, indent(line))));
}

function spansOfLines(lines) {
  return lines.map(line => spansOf(line.trim()));
}

function kindOf(line) {
  return ITEM.exec(line)[2] === undefined ? 'bullets' : 'numbers';
}

function indent(line) {
  return line.length - line.trimStart().length;
}
