/** The visitor's conversations, the newest first. */

import type { Sessions, WireSession } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { element, textButton } from '../ui/dom.js';

export interface HistoryActs {
  open(session: string): void;
  more(): void;
}

export class History {
  readonly node = element('div.history', { hidden: true });
  readonly #language: Language;
  readonly #acts: HistoryActs;
  #drawn: string | null = null;

  constructor(language: Language, acts: HistoryActs) {
    this.#language = language;
    this.#acts = acts;
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  set isOpen(isOpen: boolean) {
    this.node.hidden = !isOpen;
  }

  /** @param current the conversation in the window; null if it is a new one */
  show(sessions: Sessions, current: string | null): void {
    const rows = sessions.list?.map(session => this.#row(sessions, session, session.session_id === current)) ?? null;
    const state = JSON.stringify([sessions.hasMore, rows?.map(row => row.state)]);
    if (state === this.#drawn) {
      return;
    }
    this.#drawn = state;
    const focused = this.#focused();
    const scrolled = this.node.scrollTop;
    this.node.replaceChildren(...(rows === null ? [skeleton()] : this.#list(rows.map(row => row.draw()))));
    if (rows !== null && sessions.hasMore) {
      this.node.append(textButton(this.#language.words.more, () => this.#acts.more()));
    }
    this.node.scrollTop = scrolled;
    if (focused !== null) {
      this.node.querySelector<HTMLElement>(`[data-session="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #list(rows: HTMLElement[]): HTMLElement[] {
    const { words } = this.#language;
    return rows.length === 0
      ? [element('p.nothing', {}, words.noConversations)]
      : [element('ul', { 'aria-label': words.conversations }, rows)];
  }

  #row(sessions: Sessions, session: WireSession, isCurrent: boolean): { state: unknown; draw: () => HTMLElement } {
    const { words } = this.#language;
    const id = session.session_id;
    const title = sessions.nameOf(session) ?? words.untitled;
    const at = session.updated_at ?? session.created_at;
    const when = at === undefined ? '' : this.#language.briefTime(at);
    const unread = isCurrent ? 0 : (session.unread_count ?? 0);
    const draw = () =>
      element(
        'li',
        {},
        element(
          'button',
          {
            type: 'button',
            'aria-current': isCurrent ? 'true' : null,
            'data-session': id,
            click: () => this.#acts.open(id),
          },
          element('span.name', { dir: 'auto' }, title),
          element('span.when', {}, when),
          unread > 0
            ? element('i.dot', { role: 'img', 'aria-label': words.unread(unread, this.#language.number(unread)) })
            : null,
        ),
      );
    return { state: [id, title, when, unread > 0, isCurrent], draw };
  }

  #focused(): string | null {
    const root = this.node.getRootNode() as Partial<ShadowRoot>;
    const focused = root.activeElement;
    return focused && this.node.contains(focused) ? ((focused as HTMLElement).dataset['session'] ?? null) : null;
  }
}

function skeleton(): HTMLElement {
  return element(
    'div.rows',
    { 'aria-hidden': 'true' },
    [1, 2, 3, 4, 5].map(() => element('i')),
  );
}
