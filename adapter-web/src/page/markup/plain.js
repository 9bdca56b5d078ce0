/** Reads a text aloud, so to speak: what it says, without the signs that say how it looks. */

import { blocksOf } from './parse.js';

const BETWEEN_ROWS = /^[\s|:-]+$/;

/** What a sentence, a line or a whole text says. */
export function plainText(text) {
  const lines = text
    .split('\n')
    .filter(line => !BETWEEN_ROWS.test(line))
    .map(withoutBars);
  return blocksOf(lines.join('\n'))
    .map(ofBlock)
    .filter(part => part !== '')
    .join(' ');
}

function withoutBars(line) {
  const row = /^\s*\|(.*?)\|?\s*$/.exec(line);
  return row
    ? row[1]
        .split('|')
        .map(cell => cell.trim())
        .join(', ')
    : line;
}

function ofBlock(block) {
  switch (block.kind) {
    case 'code':
      return block.text;
    case 'list':
      return block.items.map(item => [ofLines(item.lines), ...item.children.map(ofBlock)].join(' ')).join(' ');
    case 'quote':
      return block.children.map(ofBlock).join(' ');
    case 'table':
      return [block.head, ...block.rows].map(row => row.map(ofSpans).join(', ')).join(' ');
    case 'rule':
      return '';
    default:
      return ofLines(block.lines);
  }
}

function ofLines(lines) {
  return lines.map(ofSpans).join(' ');
}

function ofSpans(spans) {
  return spans.map(span => span.text ?? ofSpans(span.spans)).join('');
}
