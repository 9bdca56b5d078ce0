/** Reads a text aloud, so to speak: what it says, without the signs that say how it looks. */

import type { Token, Tokens } from 'marked';
import { tokensOf } from './blocks.js';

const BETWEEN_ROWS = /^[\s|:-]+$/;

/** What a sentence, a line or a whole text says. */
export function plainText(text: string): string {
  const lines = text
    .split('\n')
    .filter(line => !BETWEEN_ROWS.test(line) || line.trim() === '')
    .map(withoutBars);
  return tokensOf(lines.join('\n'))
    .map(said)
    .filter(part => part !== '')
    .join(' ');
}

function withoutBars(line: string): string {
  const row = /^\s*\|(.*?)\|?\s*$/.exec(line)?.[1];
  return row === undefined
    ? line
    : row
        .split('|')
        .map(cell => cell.trim())
        .join(', ');
}

function said(token: Token): string {
  switch (token.type) {
    case 'list':
      return (token as Tokens.List).items.map(said).join(' ');
    case 'blockquote':
    case 'list_item':
      return (token.tokens ?? []).map(said).filter(Boolean).join(' ');
    case 'table':
      return [(token as Tokens.Table).header, ...(token as Tokens.Table).rows]
        .map(row => row.map(cell => ofInline(cell.tokens)).join(', '))
        .join(' ');
    case 'space':
    case 'hr':
    case 'def':
    case 'checkbox':
      return '';
    case 'code':
      return (token as Tokens.Code).text;
    case 'html':
      return (token as Tokens.HTML).text.trim();
    default:
      return 'tokens' in token && token.tokens ? ofInline(token.tokens) : token.raw.trim();
  }
}

function ofInline(tokens: readonly Token[]): string {
  return tokens
    .map(token => {
      if (token.type === 'br') {
        return ' ';
      }
      if ('tokens' in token && token.tokens) {
        return ofInline(token.tokens);
      }
      return 'text' in token ? String((token as { text: string }).text) : token.raw;
    })
    .join('');
}
