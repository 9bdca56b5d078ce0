/**
 * The list of conversations, by age, with what can be done to each; or what is found in them. On a narrow page it is a
 * drawer.
 */

import type { Finder, Sessions, WireSession } from '../core/index.js';
import type { Language } from '../i18n/index.js';
import { groupOf } from '../i18n/index.js';
import { drawing, element, iconButton, isComposing, isPlainClick } from '../ui/dom.js';
import { icons } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import type { FindingActs } from './finding.js';
import { Finding } from './finding.js';

const LONGEST_TITLE = 200;
/** What the server looks for at most. */
const LONGEST_SEARCH = 200;

export interface SidebarActs extends FindingActs {
  start(): void;
  open(session: string): void;
  rename(session: WireSession, title: string): void;
  setArchived(session: WireSession, isArchived: boolean): void;
  remove(session: WireSession): void;
  showArchive(): void;
  more(): void;
  search(text: string): void;
  hide(): void;
}

export class Sidebar {
  readonly node: HTMLElement;
  readonly #language: Language;
  readonly #acts: SidebarActs;
  readonly #list: HTMLElement;
  /** What is drawn of the list of conversations itself. */
  readonly #names = element('div');
  readonly #finding: Finding;
  /** Tells how much was found. */
  readonly #told = element('span.unseen', { role: 'status' });
  readonly #archive: HTMLButtonElement;
  readonly #search: HTMLInputElement;
  readonly #clear: HTMLButtonElement;
  readonly #menu = new Menu(() => this.#draw());
  #renaming: string | null = null;
  #shown: { sessions: Sessions; current: string | null; finder: Finder } | null = null;
  #drawn: string | null = null;

  /** @param foot what stands below the list */
  constructor(language: Language, acts: SidebarActs, foot: HTMLElement) {
    const { words } = language;
    this.#language = language;
    this.#acts = acts;
    this.#finding = new Finding(language, acts);
    this.#list = element(
      'nav.sessions',
      { 'aria-label': words.conversations, keydown: (event: KeyboardEvent) => this.#walked(event) },
      this.#names,
      this.#finding.node,
    );
    this.#archive = element('button.row-button', { type: 'button', click: () => acts.showArchive() });
    this.#search = element('input', {
      type: 'search',
      placeholder: words.search,
      'aria-label': words.search,
      maxlength: LONGEST_SEARCH,
      autocomplete: 'off',
      spellcheck: 'false',
      dir: 'auto',
      input: () => this.#searched(),
      keydown: (event: KeyboardEvent) => {
        if (event.key === 'Escape' && this.#search.value !== '') {
          event.stopPropagation();
          this.#clearSearch();
        } else if (event.key === 'ArrowDown' && !isComposing(event)) {
          event.preventDefault();
          this.#links()[0]?.focus();
        }
      },
    });
    this.#clear = iconButton('.small', words.clearSearch, icons.close, () => this.#clearSearch(), { hidden: true });
    this.node = element(
      'aside.sidebar',
      { id: 'sidebar', 'aria-label': words.conversations },
      element(
        'div.sidebar-head',
        {},
        element('span.brand', {}, drawing(icons.bubble), words.product),
        iconButton('.only-drawer', words.closeMenu, icons.close, () => acts.hide()),
      ),
      element('div.search', { role: 'search' }, drawing(icons.search), this.#search, this.#clear),
      element(
        'a.row-button.start',
        { href: '/', click: (event: MouseEvent) => follow(event, () => acts.start()) },
        drawing(icons.plus),
        words.newChat,
      ),
      this.#list,
      this.#told,
      element('div.sidebar-foot', {}, this.#archive, foot),
      this.#menu.node,
    );
  }

  /** Shows the lists; the conversation on the page is marked. */
  show(sessions: Sessions, current: string | null, finder: Finder): void {
    this.#shown = { sessions, current, finder };
    this.#draw();
    this.#showFound();
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }

  #searched(): void {
    this.#clear.hidden = this.#search.value === '';
    this.#acts.search(this.#search.value);
    this.#draw();
    this.#showFound();
  }

  get #isSearching(): boolean {
    return this.#search.value.trim() !== '';
  }

  /** What was found in messages, and how much there is in all. */
  #showFound(): void {
    if (this.#shown === null) {
      return;
    }
    const { sessions, finder } = this.#shown;
    const { words } = this.#language;
    this.#finding.show(finder, found => found.session_title || sessions.knownName(found.session_id) || words.untitled);
    const told = this.#tellFound(sessions, finder);
    if (told !== this.#told.textContent) {
      this.#told.textContent = told;
    }
  }

  #tellFound(sessions: Sessions, finder: Finder): string {
    if (!this.#isSearching) {
      return '';
    }
    if (finder.stage !== 'idle' && finder.stage !== 'done') {
      return this.#told.textContent;
    }
    const { words } = this.#language;
    const count = (this.#found(sessions)?.length ?? 0) + finder.results.length;
    return count === 0
      ? words.noneFound(this.#search.value.trim())
      : words.find.counted(count, this.#language.number(count), !finder.hasMore);
  }

  /** From one conversation to the next, and from the first back to the search. */
  #walked(event: KeyboardEvent): void {
    const links = this.#links();
    const at = links.indexOf(event.target as HTMLAnchorElement);
    if (at < 0) {
      return;
    }
    const to = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] ?? this.#search }[event.key];
    if (to) {
      event.preventDefault();
      to.focus();
    } else if (event.key === 'Escape' && this.#isSearching) {
      event.stopPropagation();
      this.#clearSearch();
    }
  }

  #links(): HTMLAnchorElement[] {
    return [...this.#list.querySelectorAll('a')];
  }

  #clearSearch(): void {
    this.#search.value = '';
    this.#searched();
    this.#search.focus();
  }

  // What somebody is at work with is not drawn anew under their hands: a click on what is replaced under it is lost.
  #draw(): void {
    if (this.#shown === null || this.#renaming !== null || this.#menu.isOpen) {
      return;
    }
    const { sessions, current, finder } = this.#shown;
    const found = this.#found(sessions);
    const state = JSON.stringify([
      this.#isSearching && Finding.isEmpty(finder),
      sessions.isArchive,
      sessions.hasMore,
      current,
      this.#search.value,
      found?.map(each => this.#stateOf(each)),
    ]);
    if (state === this.#drawn) {
      return;
    }
    this.#drawn = state;
    const { words } = this.#language;
    const scrolled = this.#list.scrollTop;
    const focused = (document.activeElement as HTMLElement | null)?.dataset['focus'];
    const place = this.#rows().findIndex(row => row.contains(document.activeElement));
    this.#archive.replaceChildren(
      drawing(sessions.isArchive ? icons.back : icons.archive),
      sessions.isArchive ? words.backFromArchive : words.archive,
    );
    this.#names.replaceChildren(...(found === null ? [skeleton()] : this.#groups(found, sessions, finder)));
    this.#list.scrollTop = scrolled;
    if (focused !== undefined) {
      (this.#control(focused) ?? this.#controlNear(place)).focus();
    }
  }

  /** All that is to be seen of a row: equal states, equal rows. */
  #stateOf(session: WireSession): unknown {
    return [session.session_id, this.#nameOf(session), session.unread_count, groupOf(timeOf(session))];
  }

  /** Those whose names hold all words that are looked for. */
  #found(sessions: Sessions): readonly WireSession[] | null {
    const wanted = this.#search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    return (
      sessions.list?.filter(session => {
        const name = this.#nameOf(session).toLocaleLowerCase();
        return wanted.every(word => name.includes(word));
      }) ?? null
    );
  }

  #rows(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>('.row')];
  }

  #control(name: string): HTMLElement | null {
    return this.#list.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  }

  /** Where the focus goes when its row has left. */
  #controlNear(place: number): HTMLElement {
    const rows = this.#rows();
    return rows[Math.min(place, rows.length - 1)]?.querySelector('a') ?? this.#archive;
  }

  #groups(found: readonly WireSession[], sessions: Sessions, finder: Finder): HTMLElement[] {
    const { words } = this.#language;
    const more = sessions.hasMore
      ? [element('button.text-button.more', { type: 'button', click: () => this.#acts.more() }, words.more)]
      : [];
    if (found.length === 0 && this.#isSearching && !Finding.isEmpty(finder)) {
      return more;
    }
    if (this.#isSearching && found.length > 0) {
      return [this.#section(words.find.byName, found), ...more];
    }
    if (found.length === 0) {
      return [element('p.nothing', {}, this.#nothing(sessions.isArchive)), ...more];
    }
    const groups = (Object.keys(words.groups) as (keyof typeof words.groups)[]).map(group => ({
      name: words.groups[group],
      entries: found.filter(session => groupOf(timeOf(session)) === group),
    }));
    return [
      ...groups.filter(group => group.entries.length > 0).map(group => this.#section(group.name, group.entries)),
      ...more,
    ];
  }

  #section(name: string, entries: readonly WireSession[]): HTMLElement {
    const rows = entries.map(each => this.#row(each));
    return element('section', {}, element('h2', {}, name), element('ul', {}, rows));
  }

  #nothing(isArchive: boolean): string {
    const { words } = this.#language;
    if (this.#isSearching) {
      return words.noneFound(this.#search.value.trim());
    }
    return isArchive ? words.noArchived : words.noConversations;
  }

  #row(session: WireSession): HTMLElement {
    const { words } = this.#language;
    const title = this.#nameOf(session);
    const isCurrent = session.session_id === this.#shown?.current;
    const unread = session.unread_count ?? 0;
    const link = element(
      'a',
      {
        href: `/chat/${session.session_id}`,
        'aria-current': isCurrent ? 'page' : null,
        'data-focus': `open ${session.session_id}`,
        click: (event: MouseEvent) => follow(event, () => this.#acts.open(session.session_id)),
      },
      element('span.title', { dir: 'auto' }, title),
      unread > 0 && !isCurrent
        ? element(
            'span.unread',
            { role: 'img', 'aria-label': words.unread(unread, this.#language.number(unread)) },
            unread > 99 ? '99+' : this.#language.number(unread),
          )
        : null,
    );
    const more = iconButton('.small.row-more', words.actions(title), icons.more, () => this.#openMenu(more, session), {
      'aria-haspopup': 'menu',
      'data-focus': `more ${session.session_id}`,
    });
    return element(`li.row${isCurrent ? '.current' : ''}`, {}, link, more);
  }

  #nameOf(session: WireSession): string {
    return this.#shown?.sessions.nameOf(session) ?? this.#language.words.untitled;
  }

  #openMenu(button: HTMLElement, session: WireSession): void {
    const { words } = this.#language;
    const isArchive = this.#shown?.sessions.isArchive ?? false;
    this.#menu.open(button, [
      { label: words.rename, icon: icons.pencil, act: () => this.#rename(session) },
      {
        label: isArchive ? words.takeBack : words.putAway,
        icon: isArchive ? icons.back : icons.archive,
        act: () => this.#acts.setArchived(session, !isArchive),
      },
      { label: words.remove, icon: icons.bin, isDanger: true, act: () => this.#acts.remove(session) },
    ]);
  }

  #rename(session: WireSession): void {
    const row = this.#control(`more ${session.session_id}`)?.closest('li');
    if (!row) {
      return;
    }
    const before = this.#nameOf(session);
    const field = element('input', {
      type: 'text',
      'aria-label': this.#language.words.renameLabel,
      maxlength: LONGEST_TITLE,
      dir: 'auto',
    });
    field.value = before;
    const finish = (isWanted: boolean) => {
      if (this.#renaming === null) {
        return;
      }
      this.#renaming = null;
      this.#drawn = null;
      const title = field.value.trim();
      if (isWanted && title && title !== before) {
        this.#acts.rename(session, title);
      }
      this.#draw();
      this.#control(`open ${session.session_id}`)?.focus();
    };
    field.addEventListener('keydown', event => {
      if ((event.key === 'Enter' || event.key === 'Escape') && !isComposing(event)) {
        event.preventDefault();
        event.stopPropagation();
        finish(event.key === 'Enter');
      }
    });
    field.addEventListener('blur', () => finish(true));
    this.#renaming = session.session_id;
    row.replaceChildren(field);
    field.select();
    field.focus();
  }
}

// A click that asks for another window is the browser's matter.
function follow(event: MouseEvent, act: () => void): void {
  if (isPlainClick(event)) {
    event.preventDefault();
    act();
  }
}

function timeOf(session: WireSession): string {
  return session.updated_at ?? session.created_at ?? new Date().toISOString();
}

function skeleton(): HTMLElement {
  return element(
    'div.skeleton-rows',
    { 'aria-hidden': 'true' },
    [1, 2, 3, 4, 5].map(() => element('i')),
  );
}
