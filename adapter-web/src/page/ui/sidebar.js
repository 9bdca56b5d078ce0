/** The list of conversations, by age, with what can be done to each. On a narrow page it is a drawer. */

import { words } from '../words.js';
import { element, drawing, iconButton } from './dom.js';
import { icons } from './icons.js';
import { Menu } from './menu.js';
import { groupOf } from './times.js';

export class Sidebar {
  #list = element('nav.sessions', { 'aria-label': words.conversations });
  #archive;
  #menu = new Menu(() => this.#draw());
  #acts;
  #renaming = null;
  #shown = { sessions: null, current: null };
  #drawn = null;

  /** @param {object} acts what can be done: start, open, rename, setArchived, remove, showArchive, more, hide */
  constructor(acts) {
    this.#acts = acts;
    this.#archive = element('button.row-button', { type: 'button', click: () => acts.showArchive() });
    this.node = element(
      'aside.sidebar',
      { id: 'sidebar', 'aria-label': words.conversations },
      element(
        'div.sidebar-head',
        {},
        element('span.brand', {}, drawing(icons.bubble), words.product),
        iconButton('.only-drawer', words.closeMenu, icons.close, () => acts.hide()),
      ),
      element(
        'a.row-button.start',
        { href: '/', click: event => follow(event, () => acts.start()) },
        drawing(icons.plus),
        words.newChat,
      ),
      this.#list,
      element('div.sidebar-foot', {}, this.#archive),
      this.#menu.node,
    );
  }

  /** Shows the lists; the conversation on the page is marked. */
  show(sessions, current) {
    this.#shown = { sessions, current };
    this.#draw();
  }

  // What somebody is at work with is not drawn anew under their hands: a click on what is replaced under it is lost.
  #draw() {
    const state = this.#state();
    if (this.#renaming !== null || this.#menu.isOpen || state === this.#drawn) {
      return;
    }
    this.#drawn = state;
    const { sessions } = this.#shown;
    const scrolled = this.#list.scrollTop;
    const focused = document.activeElement?.dataset?.focus;
    const place = this.#rows().findIndex(row => row.contains(document.activeElement));
    this.#archive.replaceChildren(
      drawing(sessions.isArchive ? icons.back : icons.archive),
      sessions.isArchive ? words.backFromArchive : words.archive,
    );
    this.#list.replaceChildren(...(sessions.list === null ? [skeleton()] : this.#groups(sessions)));
    this.#list.scrollTop = scrolled;
    if (focused) {
      (this.#control(focused) ?? this.#controlNear(place))?.focus();
    }
  }

  #rows() {
    return [...this.#list.querySelectorAll('.row')];
  }

  /** Where the focus goes when its row has left. */
  #controlNear(place) {
    const rows = this.#rows();
    return rows[Math.min(place, rows.length - 1)]?.querySelector('a') ?? this.#archive;
  }

  /** All that is to be seen, as a text: equal texts, equal lists. */
  #state() {
    const { sessions, current } = this.#shown;
    const rows = sessions.list?.map(each => [
      each.session_id,
      this.#nameOf(each),
      each.unread_count,
      groupOf(each.updated_at),
    ]);
    return JSON.stringify([sessions.isArchive, sessions.hasMore, current, rows]);
  }

  #control(name) {
    return this.#list.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  }

  #groups(sessions) {
    if (sessions.list.length === 0) {
      return [element('p.nothing', {}, sessions.isArchive ? words.noArchived : words.noConversations)];
    }
    const groups = Object.entries(words.groups).map(([group, name]) => ({
      name,
      entries: sessions.list.filter(session => groupOf(session.updated_at) === group),
    }));
    const more = sessions.hasMore
      ? [element('button.text-button.more', { type: 'button', click: () => this.#acts.more() }, words.more)]
      : [];
    return [
      ...groups
        .filter(group => group.entries.length > 0)
        .map(group =>
          element(
            'section',
            {},
            element('h2', {}, group.name),
            element(
              'ul',
              {},
              group.entries.map(each => this.#row(each)),
            ),
          ),
        ),
      ...more,
    ];
  }

  #row(session) {
    const title = this.#nameOf(session);
    const isCurrent = session.session_id === this.#shown.current;
    const link = element(
      'a',
      {
        href: `/chat/${session.session_id}`,
        'aria-current': isCurrent ? 'page' : null,
        'data-focus': `open ${session.session_id}`,
        click: event => follow(event, () => this.#acts.open(session.session_id)),
      },
      element('span.title', { dir: 'auto' }, title),
      session.unread_count > 0 && !isCurrent ? element('span.unread', { title: `${session.unread_count}` }) : null,
    );
    const more = iconButton('.small.row-more', words.actions(title), icons.more, () => this.#openMenu(more, session), {
      'aria-haspopup': 'menu',
      'data-focus': `more ${session.session_id}`,
    });
    return element(`li.row${isCurrent ? '.current' : ''}`, {}, link, more);
  }

  #nameOf(session) {
    return this.#shown.sessions.nameOf(session) ?? words.untitled;
  }

  #openMenu(button, session) {
    const { isArchive } = this.#shown.sessions;
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

  #rename(session) {
    const row = this.#control(`more ${session.session_id}`)?.closest('li');
    if (!row) {
      return;
    }
    const before = this.#nameOf(session);
    const field = element('input', { type: 'text', 'aria-label': words.renameLabel, maxlength: '100', dir: 'auto' });
    field.value = before;
    const finish = isWanted => {
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
      if ((event.key === 'Enter' || event.key === 'Escape') && !event.isComposing && event.keyCode !== 229) {
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
function follow(event, act) {
  if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    act();
  }
}

function skeleton() {
  return element(
    'div.skeleton-rows',
    { 'aria-hidden': 'true' },
    [1, 2, 3, 4, 5].map(() => element('i')),
  );
}
