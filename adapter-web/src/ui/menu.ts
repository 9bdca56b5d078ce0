/** A small menu beside the button that opened it. */

import { drawing, element, focused } from './dom.js';

export interface MenuItem {
  label: string;
  icon: string;
  isDanger?: boolean;
  act: () => void;
}

export class Menu {
  readonly node = element('div.menu', { role: 'menu', hidden: true });
  readonly #onClosed: () => void;
  #opener: HTMLElement | null = null;

  /** @param onClosed called after the menu was closed */
  constructor(onClosed: () => void) {
    this.#onClosed = onClosed;
    this.node.addEventListener('keydown', event => this.#pressed(event));
    document.addEventListener('pointerdown', event => {
      const [target] = event.composedPath();
      if (target instanceof Node && !this.node.contains(target) && !this.#opener?.contains(target)) {
        this.close();
      }
    });
    addEventListener('resize', () => this.close());
  }

  get isOpen(): boolean {
    return this.#opener !== null;
  }

  open(opener: HTMLElement, items: readonly MenuItem[]): void {
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
    (this.node.firstElementChild as HTMLElement | null)?.focus();
  }

  close(returnsFocus = false): void {
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

  #item({ label, icon, isDanger = false, act }: MenuItem): HTMLElement {
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

  // At the end of its opener's line, whichever way that is written.
  #place({ top, bottom, left, right }: DOMRect): void {
    const { offsetHeight: height, offsetWidth: width } = this.node;
    const isRoomBelow = bottom + height + 8 < innerHeight;
    const isMirrored = getComputedStyle(this.node).direction === 'rtl';
    const wanted = isMirrored ? left : right - width;
    this.node.style.top = `${isRoomBelow ? bottom + 4 : Math.max(8, top - height - 4)}px`;
    this.node.style.left = `${Math.max(8, Math.min(wanted, innerWidth - width - 8))}px`;
  }

  #pressed(event: KeyboardEvent): void {
    const items = [...this.node.children] as HTMLElement[];
    const at = items.indexOf(focused(this.node) as HTMLElement);
    const to = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at + items.length - 1) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[to]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      this.close(true);
    }
  }
}
