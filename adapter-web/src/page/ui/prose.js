/** Draws what markup was read from a text, block by block. */

import { blocksOf } from '../markup/parse.js';
import { words } from '../words.js';
import { copyButton } from './copy-button.js';
import { element } from './dom.js';

/**
 * A text that may grow: blocks that did not change keep their elements, and with them what is selected. What can be
 * scrolled to the side stays the same element while it grows.
 */
export class Prose {
  node = element('div.prose');
  #drawn = [];

  show(text) {
    const blocks = blocksOf(text);
    const kept = this.#drawn.findIndex((drawn, at) => drawn.block.source !== blocks[at]?.source);
    const from = kept < 0 ? this.#drawn.length : kept;
    const [growing, ...others] = this.#drawn.splice(from);
    others.forEach(drawn => drawn.node.remove());
    if (growing && !isGrown(growing, blocks[from])) {
      growing.node.remove();
    } else if (growing) {
      this.#drawn.push({ block: blocks[from], node: growing.node });
    }
    for (const block of blocks.slice(this.#drawn.length)) {
      const node = drawBlock(block);
      this.#drawn.push({ block, node });
      this.node.append(node);
    }
  }
}

/** Lets the element of a block show what has become of the block; false if it can't. */
function isGrown({ block: before, node }, block) {
  if (block?.kind === 'code' && before.kind === 'code' && block.language === before.language) {
    node.querySelector('code').textContent = block.text;
    return true;
  }
  if (block?.kind === 'table' && before.kind === 'table') {
    node.replaceChildren(drawTable(block).firstChild);
    return true;
  }
  return false;
}

function drawBlock(block) {
  switch (block.kind) {
    case 'code':
      return drawCode(block);
    case 'list':
      return drawList(block);
    case 'heading':
      return element(`p.heading.level-${block.level}`, { dir: 'auto' }, drawLines(block.lines));
    case 'quote':
      return element('blockquote', { dir: 'auto' }, block.children.map(drawBlock));
    case 'table':
      return drawTable(block);
    case 'rule':
      return element('hr');
    default:
      return element('p', { dir: 'auto' }, drawLines(block.lines));
  }
}

function drawCode({ language, text }) {
  const code = element('code', {}, text);
  return element(
    'figure.code-block',
    { dir: 'ltr' },
    element(
      'figcaption',
      {},
      element('span', {}, language || words.code),
      copyButton(words.copyCode, () => code.textContent),
    ),
    element('pre', { tabindex: '0' }, code),
  );
}

function drawList({ ordered, start, items }) {
  return element(ordered ? 'ol' : 'ul', { dir: 'auto', ...(ordered && start !== 1 && { start }) }, items.map(drawItem));
}

function drawItem({ done, lines, children }) {
  const isTask = done !== null;
  return element(
    isTask ? 'li.task' : 'li',
    {},
    isTask ? element('input', { type: 'checkbox', disabled: true, checked: done }) : null,
    drawLines(lines),
    children.map(drawBlock),
  );
}

function drawTable({ sides, head, rows }) {
  const cells = (name, row) =>
    row.map((spans, at) => element(`${name}.${sides[at]}`, { dir: 'auto' }, spans.map(drawSpan)));
  return element(
    'div.table-box',
    { tabindex: '0', role: 'group', 'aria-label': words.table },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, cells('th', head))),
      element(
        'tbody',
        {},
        rows.map(row => element('tr', {}, cells('td', row))),
      ),
    ),
  );
}

function drawLines(lines) {
  return lines.flatMap((line, at) => [...(at > 0 ? [element('br')] : []), ...line.map(drawSpan)]);
}

function drawSpan(span) {
  switch (span.kind) {
    case 'code':
      return element('code', {}, span.text);
    case 'strong':
      return element('strong', {}, span.spans.map(drawSpan));
    case 'emphasis':
      return element('em', {}, span.spans.map(drawSpan));
    case 'struck':
      return element('s', {}, span.spans.map(drawSpan));
    case 'link':
      return element(
        'a',
        { href: span.address, title: span.address, target: '_blank', rel: 'noopener noreferrer' },
        span.spans.map(drawSpan),
      );
    default:
      return span.text;
  }
}
