/** What stands where nothing was said yet: a greeting and first questions; or that a conversation is gone. */

import type { Assistant } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { drawing, element } from './dom.js';
import { icons } from './icons.js';

const MOST_SUGGESTIONS = 4;

/** @param assistant null while it is not known */
export function greetingView(
  { words }: Language,
  assistant: Assistant | null,
  onSuggestion: (text: string) => void,
): HTMLElement {
  const suggestions = (assistant?.suggestions ?? []).slice(0, MOST_SUGGESTIONS);
  return element(
    'div.welcome',
    {},
    element('span.mark', {}, drawing(icons.bubble)),
    element('h2', { dir: 'auto' }, assistant?.greeting ?? words.greeting),
    suggestions.length === 0
      ? null
      : element(
          'ul.suggestions',
          {},
          suggestions.map(suggestion =>
            element(
              'li',
              {},
              element('button', { type: 'button', dir: 'auto', click: () => onSuggestion(suggestion) }, suggestion),
            ),
          ),
        ),
  );
}

export function goneView({ words }: Language, onNew: () => void): HTMLElement {
  return element(
    'div.welcome.gone',
    {},
    element('span.mark', {}, drawing(icons.bin)),
    element('h2', {}, words.gone),
    element('p', {}, words.goneMore),
    element('button.button', { type: 'button', click: onNew }, words.newChat),
  );
}

/** The shape of a conversation that is being read. */
export function skeletonView(): HTMLElement {
  return element(
    'div.skeleton',
    { 'aria-hidden': 'true' },
    ['question', 'reply', 'question', 'reply'].map(kind =>
      element(
        `div.${kind}`,
        {},
        [1, 2, 3].map(() => element('i')),
      ),
    ),
  );
}
