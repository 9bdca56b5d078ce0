/**
 * Makes elements of blocks. Markup in a text is text: what the renderer makes goes through a sanitiser that knows only
 * what is made here, and pictures are links, so that nobody is called because something was read.
 */

import DOMPurify from 'dompurify';
import type { Config } from 'dompurify';
import type { RendererObject, Token, Tokens } from 'marked';
import type { Language } from '../../i18n/index.js';
import { copyButton } from '../copy-button.js';
import { element } from '../dom.js';
import { isClosed, marked } from './blocks.js';

const FOLLOWED = /^(?:https?|mailto):/i;
/** What ends an address in scripts that put no space after it. */
const AFTER_ADDRESS = /[，。；：！？、（）「」『』“”‘’《》]/u;

const renderer: RendererObject = {
  html: ({ text }) => escaped(text),
  // Of one level, whatever the model began with: below the name of who speaks, and without a gap.
  heading({ tokens, depth }) {
    return `<h3 class="heading level-${depth}">${this.parser.parseInline(tokens)}</h3>`;
  },
  image: ({ href, text }) => linkTo(href, escaped(text === '' ? href : text)),
  link({ href, tokens, raw, text }) {
    const isBare = text === raw || `<${text}>` === raw;
    const end = isBare ? AFTER_ADDRESS.exec(text)?.index : undefined;
    if (end !== undefined && end > 0) {
      return (
        linkTo(href.slice(0, href.length - (text.length - end)), escaped(text.slice(0, end))) + escaped(text.slice(end))
      );
    }
    return linkTo(href, this.parser.parseInline(tokens));
  },
  checkbox: ({ checked }) => `<input type="checkbox" disabled${checked ? ' checked' : ''}>`,
};
marked.use({ renderer });

const ALLOWED: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'h3', 'ul', 'ol', 'li', 'blockquote', 'hr'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'input', 'span'],
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'align', 'type', 'checked', 'disabled'],
  ALLOWED_URI_REGEXP: FOLLOWED,
  ADD_URI_SAFE_ATTR: ['start', 'align', 'type', 'checked', 'disabled'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** The element of a block. */
export function drawBlock(token: Token, language: Language): HTMLElement {
  if (token.type === 'code') {
    return drawCode(token as Tokens.Code, language);
  }
  const fragment = sanitised(marked.parser([token]));
  const made = fragment.firstElementChild;
  if (!(made instanceof HTMLElement) || fragment.childElementCount !== 1) {
    return element('p', { dir: 'auto' }, token.raw.trim());
  }
  dress(made, language);
  return made.tagName === 'TABLE' ? boxed(made, language) : made;
}

/** Coloured code, as spans. */
export function drawHighlighted(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, { ...ALLOWED, ALLOWED_TAGS: ['span'], ALLOWED_ATTR: ['class'] });
}

function sanitised(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, ALLOWED);
}

function drawCode(token: Tokens.Code, language: Language): HTMLElement {
  const named = /^[\w+#.-]{1,24}/.exec(token.lang ?? '')?.[0] ?? '';
  const code = element('code', {}, token.text);
  return element(
    'figure.code-block',
    { dir: 'ltr', 'data-language': named, 'data-closed': isClosed(token) },
    element(
      'figcaption',
      {},
      element('span', {}, named === '' ? language.words.code : named),
      copyButton(language, language.words.copyCode, () => code.textContent),
    ),
    element('pre', { tabindex: '0' }, code),
  );
}

function dress(made: HTMLElement, language: Language): void {
  for (const each of [made, ...made.querySelectorAll<HTMLElement>('*')]) {
    switch (each.tagName) {
      case 'A':
        dressLink(each as HTMLAnchorElement);
        break;
      case 'INPUT':
        each.setAttribute('type', 'checkbox');
        each.setAttribute('aria-label', (each.closest('li')?.textContent ?? '').trim().slice(0, 80));
        each.closest('li')?.classList.add('task');
        break;
      case 'P':
      case 'H3':
      case 'UL':
      case 'OL':
      case 'BLOCKQUOTE':
      case 'TH':
      case 'TD':
        each.dir = 'auto';
        break;
      case 'PRE':
        each.tabIndex = 0;
        each.dir = 'ltr';
        break;
    }
  }
  made.querySelectorAll('table').forEach(table => table.replaceWith(boxed(table.cloneNode(true), language)));
}

function dressLink(link: HTMLAnchorElement): void {
  const address = link.getAttribute('href');
  if (address === null) {
    link.replaceWith(...link.childNodes);
    return;
  }
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.title = link.href;
}

function boxed(table: Node, language: Language): HTMLElement {
  return element(
    'div.table-box',
    { tabindex: '0', dir: 'auto', role: 'group', 'aria-label': language.words.table },
    table,
  );
}

function linkTo(address: string, label: string): string {
  return FOLLOWED.test(address) ? `<a href="${escaped(address)}">${label}</a>` : label;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
