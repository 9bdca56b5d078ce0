/** A small menu beside the button that opened it. */

import { drawing, element } from './dom.js';

export class Menu {
  node = element('div.menu', { role: 'menu', hidden: true });
  #opener = null;
  #onClosed;

  /** @param {() => void} onClosed called after the menu was closed */
  constructor(onClosed) {
    this.#onClosed = onClosed;
    this.node.addEventListener('keydown', event => this.#pressed(event));
    document.addEventListener('pointerdown', event => {
      if (!this.node.contains(event.target) && !this.#opener?.contains(event.target)) {
        this.close();
      }
    });
    addEventListener('resize', () => this.close());
  }

  get isOpen() {
    return this.#opener !== null;
  }

  /** @param {{label: string, icon: string, isDanger?: boolean, act: () => void}[]} items */
  open(opener, items) {
    if (this.#opener === opener) {
      this.close();
      return;
    }
    this.close();
    this.#opener = opener;
    opener.setAttribute('aria-expanded', 'true');
    this.node.replaceChildren(...items.map(item => this.#item(item)));
    this.node.hidden = false;
    this.#place(opener.getBoundingClientRect());
    this.node.firstElementChild.focus();
  }

  close(returnsFocus = false) {
    if (this.#opener) {
      this.#opener.setAttribute('aria-expanded', 'false');
      if (returnsFocus) {
        this.#opener.focus();
      }
      this.#opener = null;
      this.node.hidden = true;
      this.#onClosed();
    }
  }

  #item({ label, icon, isDanger = false, act }) {
    const choose = () => {
      this.close(true);
      act();
    };
    return element(
      `button.menu-item${isDanger ? '.danger' : ''}`,
      { type: 'button', role: 'menuitem', tabindex: '-1', click: choose },
      drawing(icon),
      label,
    );
  }

  #place({ top, bottom, right }) {
    const { offsetHeight: height, offsetWidth: width } = this.node;
    const isRoomBelow = bottom + height + 8 < innerHeight;
    this.node.style.top = `${isRoomBelow ? bottom + 4 : Math.max(8, top - height - 4)}px`;
    this.node.style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`;
  }

  #pressed(event) {
    const items = [...this.node.children];
    const at = items.indexOf(document.activeElement);
    const to = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at + items.length - 1) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[to].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      this.close(true);
    }
  }
}
