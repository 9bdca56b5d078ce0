/** Cuts a text into blocks of Markdown, also one that still grows: what stands before its last block is not read again. */

import { Marked, Tokenizer } from 'marked';
import type { Token, TokenizerAndRendererExtension, Tokens, TokensList } from 'marked';

export interface Block {
  /** What the block was made of: equal source, equal block, as long as no reference is defined elsewhere. */
  readonly source: string;
  readonly token: Token;
}

/** Strong words beside signs of scripts that put no spaces: **「thus」**. The rules of CommonMark leave them as they are. */
const STRONG_BESIDE_SIGNS: TokenizerAndRendererExtension = {
  name: 'strongBesideSigns',
  level: 'inline',
  start: source => source.indexOf('**'),
  tokenizer(source) {
    const found = /^\*\*(?![\s*])((?:[^*\n\\]|\*(?!\*))*[^\s*\\])\*\*(?!\*)/u.exec(source);
    if (!found) {
      return undefined;
    }
    const [raw, text = ''] = found;
    const after = source.slice(raw.length, raw.length + 2);
    const touches = /^[\p{P}\p{S}]|[\p{P}\p{S}]$/u.test(text) && /^[\p{L}\p{N}]/u.test(after);
    return touches ? { type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text) } : undefined;
  },
};

/** Nobody writes deeper on purpose. Each level calls the next one, and the stack has an end. */
const DEEPEST = 24;

/** How many characters may be looked at for what closes a sign: for each character of the text, and in any case. */
const LOOKS = { each: 40, least: 200_000 };

/** Leaves as text what would lie too deep in something else, and signs that cost too much to be closed. */
class BoundedTokenizer extends Tokenizer {
  #depth = 0;
  #looks = 0;

  /** A text is about to be read. */
  begin(text: string): void {
    this.#depth = 0;
    this.#looks = LOOKS.least + LOOKS.each * text.length;
  }

  override blockquote(...given: Parameters<Tokenizer['blockquote']>): Tokens.Blockquote | undefined {
    return this.#within(() => super.blockquote(...given));
  }

  override list(...given: Parameters<Tokenizer['list']>): Tokens.List | undefined {
    return this.#within(() => super.list(...given));
  }

  override emStrong(...given: Parameters<Tokenizer['emStrong']>): ReturnType<Tokenizer['emStrong']> {
    return this.#within(() => super.emStrong(...given), given[0]);
  }

  override del(...given: Parameters<Tokenizer['del']>): Tokens.Del | undefined {
    return this.#within(() => super.del(...given), given[0]);
  }

  override link(...given: Parameters<Tokenizer['link']>): ReturnType<Tokenizer['link']> {
    return this.#within(() => super.link(...given), given[0]);
  }

  override reflink(...given: Parameters<Tokenizer['reflink']>): ReturnType<Tokenizer['reflink']> {
    return this.#within(() => super.reflink(...given), given[0]);
  }

  #within<T>(read: () => T | undefined, looked = ''): T | undefined {
    if (this.#depth >= DEEPEST || this.#looks <= 0) {
      return undefined;
    }
    this.#looks -= looked.length;
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }
}

const tokenizer = new BoundedTokenizer();
export const marked = new Marked({ gfm: true, breaks: true, extensions: [STRONG_BESIDE_SIGNS] });
marked.setOptions({ tokenizer });

/** The tokens of a text, in a time that depends on little but its length. */
export function tokensOf(text: string): TokensList {
  tokenizer.begin(text);
  return marked.lexer(text);
}

export class Blocks {
  #text = '';
  #blocks: Block[] = [];
  /** Where the last block begins. */
  #last = 0;

  /** The blocks of a text. Quick if it begins with the text that was read before. */
  read(given: string): readonly Block[] {
    const text = given.replace(/\r\n?/g, '\n');
    if (text === this.#text) {
      return this.#blocks;
    }
    const from = text.startsWith(this.#text) ? this.#last : 0;
    const kept = from > 0 ? this.#blocks.slice(0, -1) : [];
    this.#text = text;
    this.#blocks = [...kept, ...this.#cut(text, from)];
    return this.#blocks;
  }

  /** The blocks of a text that does not grow any more, with all references that it defines. */
  static whole(text: string): { blocks: readonly Block[]; hasReferences: boolean } {
    const tokens = tokensOf(text.replace(/\r\n?/g, '\n'));
    const blocks = tokens.filter(isSeen).map(token => ({ source: token.raw, token }));
    return { blocks, hasReferences: tokens.some(token => token.type === 'def') };
  }

  #cut(text: string, from: number): Block[] {
    const blocks: Block[] = [];
    let at = from;
    for (const token of tokensOf(text.slice(from))) {
      if (isSeen(token)) {
        blocks.push({ source: token.raw, token });
        this.#last = at;
      }
      at += token.raw.length;
    }
    return blocks;
  }
}

/** Whether a fence was closed. Text that is code because it is indented always is. */
export function isClosed(code: Tokens.Code): boolean {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(code.raw)?.[1];
  if (fence === undefined) {
    return true;
  }
  const lines = code.raw.trimEnd().split('\n');
  const last = lines.at(-1)?.trim() ?? '';
  return lines.length > 1 && last.length >= fence.length && last === fence.charAt(0).repeat(last.length);
}

/**
 * Closes what is open at the end of a text that is still being written, so that nothing is to be seen of signs whose
 * sense comes with the next words.
 */
export function healed(text: string): string {
  const start = text.lastIndexOf('\n\n') + 1;
  const tail = text.slice(start);
  if (/^\s*(```|~~~)/m.test(tail) || (text.match(/^ {0,3}(```|~~~)/gm)?.length ?? 0) % 2 === 1) {
    return text;
  }
  let line = tail.replace(/!?\[[^\]\n]*\]\([^)\s]*$/, link => /\[([^\]]*)\]/.exec(link)?.[1] ?? '');
  line = line.replace(/(^|\s)[*_~`]+$/, '$1');
  const ticks = line.match(/`+/g) ?? [];
  if (ticks.length % 2 === 1) {
    return text.slice(0, start) + line + (ticks.at(-1) ?? '');
  }
  const plain = line.replace(/`+[^`]*`+/g, '');
  for (const sign of ['**', '~~']) {
    if ((plain.split(sign).length - 1) % 2 === 1) {
      line = line.endsWith(sign) ? line.slice(0, -sign.length) : line.trimEnd() + sign;
    }
  }
  return text.slice(0, start) + line;
}

function isSeen(token: Token): boolean {
  return token.type !== 'space' && token.type !== 'def';
}
