/** What was found in messages: below the conversations whose names were found, in the same list. */

import type { Finder, FinderStage, FoundMessage } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { element, isPlainClick, textButton } from '../ui/dom.js';

export interface FindingActs {
  /** Goes to a message that was found. */
  goTo(found: FoundMessage): void;
  moreFound(): void;
  lookAgain(): void;
}

/** Where a message is: an address that can be opened anywhere. */
export function addressOfMessage({ session_id: session, position }: FoundMessage): string {
  return `/chat/${session}#message-${position}`;
}

export class Finding {
  readonly node = element('section.finding', { hidden: true });
  readonly #language: Language;
  readonly #acts: FindingActs;
  readonly #heading: HTMLElement;
  readonly #list = element('ul');
  readonly #end = element('div.finding-end');
  #drawn: string | null = null;
  #results: readonly FoundMessage[] = [];
  #names = '';

  constructor(language: Language, acts: FindingActs) {
    this.#language = language;
    this.#acts = acts;
    this.#heading = element('h2', {}, language.words.find.inMessages);
    this.node.append(this.#heading, this.#list, this.#end);
  }

  /** Whether there is nothing to be seen, and nothing to be waited for. */
  static isEmpty({ stage, results, hasMore, isComplete }: Finder): boolean {
    return stage === 'idle' || (stage === 'done' && results.length === 0 && !hasMore && isComplete);
  }

  /** @param nameOf what the conversation of a message is called */
  show(finder: Finder, nameOf: (found: FoundMessage) => string): void {
    const { stage, results, hasMore, isComplete, isStale } = finder;
    const names = results.map(nameOf);
    const state = JSON.stringify([stage, isStale, hasMore, isComplete]);
    const areOthers = results !== this.#results || names.join('\n') !== this.#names;
    if (!areOthers && state === this.#drawn) {
      return;
    }
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    const isAtEnd = focused !== null && this.#end.contains(focused);
    const count = this.#list.childElementCount;
    if (areOthers) {
      this.#list.replaceChildren(...results.map((each, at) => this.#row(each, names[at] ?? '')));
      this.#results = results;
      this.#names = names.join('\n');
    }
    this.#drawn = state;
    this.node.hidden = Finding.isEmpty(finder);
    this.node.setAttribute('aria-busy', String(stage === 'looking' || stage === 'waiting'));
    this.#list.classList.toggle('stale', isStale);
    this.#list.hidden = results.length === 0;
    this.#end.replaceChildren(...this.#endOf(stage, results.length > 0, hasMore, isComplete));
    if (isAtEnd) {
      // Who read on goes on with what has come, or waits at the end.
      const next = this.#list.children[count]?.querySelector('a') ?? this.#end.querySelector('button');
      (next ?? this.#list.querySelector<HTMLElement>('li:last-child a'))?.focus();
    } else if (focused && !focused.isConnected) {
      const href = CSS.escape(focused.getAttribute('href') ?? '');
      this.#list.querySelector<HTMLElement>(`a[href="${href}"]`)?.focus();
    }
  }

  #endOf(stage: FinderStage, hasResults: boolean, hasMore: boolean, isComplete: boolean): HTMLElement[] {
    const { words } = this.#language;
    const { find } = words;
    const more = hasMore ? [again(words.more, () => this.#acts.moreFound())] : [];
    switch (stage) {
      case 'idle':
        return [];
      case 'looking':
        return hasResults ? more : [skeleton()];
      case 'waiting':
        return [...(hasResults ? [] : [skeleton()]), note(find.waiting)];
      case 'refused':
        return [note(find.tooMuch)];
      case 'failed':
        return [note(find.failed), again(words.retry, () => this.#acts.lookAgain())];
      case 'done':
        return isComplete || hasMore ? more : [note(find.incomplete)];
    }
  }

  #row(found: FoundMessage, name: string): HTMLElement {
    const { words } = this.#language;
    const click = (event: MouseEvent) => {
      if (isPlainClick(event)) {
        event.preventDefault();
        this.#acts.goTo(found);
      }
    };
    return element(
      'li',
      {},
      element(
        'a.hit',
        { href: addressOfMessage(found), click },
        element(
          'span.hit-head',
          {},
          element('span.title', { dir: 'auto' }, name),
          element(
            'time',
            { datetime: found.created_at, title: this.#language.fullTime(found.created_at) },
            this.#language.briefTime(found.created_at),
          ),
        ),
        element(
          'span.snippet',
          { dir: 'auto' },
          found.type === 'user' ? element('span.who', {}, words.find.said(words.you, '')) : null,
          marked(found),
        ),
      ),
    );
  }
}

/** The snippet, with what was looked for marked. */
function marked({ snippet, highlights }: FoundMessage): (string | HTMLElement)[] {
  let from = 0;
  const parts = highlights.flatMap(({ start, end }) => {
    const before = snippet.slice(from, start);
    from = end;
    return [before, element('mark', {}, snippet.slice(start, end))];
  });
  return [...parts, snippet.slice(from)];
}

function note(sentence: string): HTMLElement {
  return element('p.nothing', {}, sentence);
}

function again(label: string, act: () => void): HTMLElement {
  const button = textButton(label, act);
  button.classList.add('more');
  return button;
}

function skeleton(): HTMLElement {
  return element(
    'div.hit-rows',
    { 'aria-hidden': 'true' },
    [1, 2, 3].map(() => element('div', {}, element('i'), element('i'), element('i'))),
  );
}
