/** Draws what markup was read from a text, block by block. */

import { blocksOf } from '../markup/parse.js';
import { words } from '../words.js';
import { copyButton } from './copy-button.js';
import { element } from './dom.js';

/** A text that may grow: blocks that did not change keep their elements, and with them what is selected. */
export class Prose {
  node = element('div.prose');
  #drawn = [];

  show(text) {
    const blocks = blocksOf(text);
    const kept = this.#drawn.findIndex((drawn, at) => drawn.source !== blocks[at]?.source);
    const from = kept < 0 ? this.#drawn.length : kept;
    this.#drawn.splice(from).forEach(drawn => drawn.node.remove());
    for (const block of blocks.slice(from)) {
      const node = drawBlock(block);
      this.#drawn.push({ source: block.source, node });
      this.node.append(node);
    }
  }
}

function drawBlock(block) {
  switch (block.kind) {
    case 'code':
      return drawCode(block);
    case 'list':
      return drawList(block);
    case 'heading':
      return element('p.heading', { dir: 'auto' }, drawLines(block.lines));
    default:
      return element('p', { dir: 'auto' }, drawLines(block.lines));
  }
}

function drawCode({ language, text }) {
  return element(
    'figure.code-block',
    { dir: 'ltr' },
    element('figcaption', {}, element('span', {}, language || words.code), copyButton(words.copyCode, () => text)),
    element('pre', { tabindex: '0' }, element('code', {}, text)),
  );
}

function drawList({ ordered, start, items }) {
  return element(
    ordered ? 'ol' : 'ul',
    { dir: 'auto', ...(ordered && start !== 1 && { start }) },
    items.map(item => element('li', {}, drawLines(item.lines), item.children.map(drawBlock))),
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
