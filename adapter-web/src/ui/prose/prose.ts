/** Shows Markdown that may grow, block by block: blocks that did not change keep their elements. */

import type { Tokens } from 'marked';
import type { Language } from '../../i18n/index.js';
import { element } from '../dom.js';
import type { Block } from './blocks.js';
import { Blocks, healed, isClosed } from './blocks.js';
import { drawBlock, drawHighlighted } from './draw.js';
import { grow, isOfOneKind, morph } from './morph.js';

interface Drawn {
  block: Block;
  node: HTMLElement;
}

export class Prose {
  readonly node = element('div.prose');
  readonly #language: Language;
  #blocks = new Blocks();
  #drawn: Drawn[] = [];
  #shown: string | null = null;
  #isWhole = false;

  constructor(language: Language) {
    this.#language = language;
  }

  /** @param isWhole whether it will not grow any more */
  show(text: string, isWhole: boolean): void {
    if (text === this.#shown && isWhole === this.#isWhole) {
      return;
    }
    this.#shown = text;
    this.#isWhole = isWhole;
    if (!isWhole) {
      this.#draw(this.#blocks.read(healed(text)));
      return;
    }
    const { blocks, hasReferences } = Blocks.whole(text);
    if (hasReferences) {
      this.#drawn.splice(0).forEach(({ node }) => node.remove());
    }
    this.#draw(blocks);
    this.#drawn.forEach(drawn => colour(drawn));
  }

  #draw(blocks: readonly Block[]): void {
    const differs = this.#drawn.findIndex(({ block }, at) => block.source !== blocks[at]?.source);
    const from = differs < 0 ? this.#drawn.length : differs;
    const [growing, ...others] = this.#drawn.splice(from);
    others.forEach(({ node }) => node.remove());
    const grown = blocks[from];
    if (growing && !(grown && this.#grow(growing, grown))) {
      growing.node.remove();
    }
    for (const block of blocks.slice(this.#drawn.length)) {
      const drawn = { block, node: drawBlock(block.token, this.#language) };
      this.#drawn.push(drawn);
      this.node.append(drawn.node);
      colour(drawn);
    }
  }

  /** Lets the element of a block show what has become of it; false if it can't. */
  #grow({ block: before, node }: Drawn, block: Block): boolean {
    const { token } = block;
    if (token.type === 'code' && before.token.type === 'code' && before.token['lang'] === token['lang']) {
      const code = node.querySelector('code');
      const text = code?.firstChild;
      if (code && text instanceof Text && code.childNodes.length === 1) {
        grow(text, (token as Tokens.Code).text);
      } else {
        code?.replaceChildren((token as Tokens.Code).text);
      }
      const drawn = { block, node };
      this.#drawn.push(drawn);
      if (isClosed(token as Tokens.Code)) {
        node.dataset['closed'] = '';
        colour(drawn);
      }
      return true;
    }
    const wanted = drawBlock(token, this.#language);
    if (token.type === 'code' || !isOfOneKind(node, wanted)) {
      return false;
    }
    morph(node, wanted);
    this.#drawn.push({ block, node });
    return true;
  }
}

/** Colours code that is whole, when what it takes has been fetched. */
function colour({ block, node }: Drawn): void {
  const language = node.dataset['language'];
  if (block.token.type !== 'code' || !language || !('closed' in node.dataset) || 'coloured' in node.dataset) {
    return;
  }
  node.dataset['coloured'] = '';
  const { text } = block.token as Tokens.Code;
  void import('./highlighter.js')
    .then(({ highlight }) => {
      const html = highlight(text, language);
      const code = node.querySelector('code');
      if (html !== null && code?.textContent === text) {
        code.replaceChildren(drawHighlighted(html));
      }
    })
    .catch(() => {
      delete node.dataset['coloured']; // without a network it stays plain
    });
}
