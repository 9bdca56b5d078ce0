/** A window over the page. The focus stays in it, and goes back where it was when it is closed. */

import type { Language } from '../../i18n/index.js';
import { element, iconButton } from '../../ui/dom.js';
import { icons } from '../../ui/icons.js';

export interface DialogWishes {
  title: string;
  /** A class of its own. */
  kind: string;
  /** It can't be left, only replaced. */
  mustStay?: boolean;
  onClosed?: () => void;
}

let made = 0;

export class Dialog {
  readonly node: HTMLDialogElement;
  readonly body = element('div.dialog-body');
  readonly #title: HTMLElement;
  readonly #wishes: DialogWishes;
  #isPressedOutside = false;
  #isLeft = false;

  constructor({ words }: Language, wishes: DialogWishes) {
    const id = `parley-dialog-${++made}`;
    this.#wishes = wishes;
    this.#title = element('h2', { id }, wishes.title);
    const leave = iconButton('', words.close, icons.close, () => this.close());
    this.node = element(
      `dialog.dialog.${wishes.kind}` as 'dialog',
      {
        'aria-labelledby': id,
        close: () => this.#closed(),
        cancel: (event: Event) => wishes.mustStay && event.preventDefault(),
        keydown: (event: KeyboardEvent) => this.#pressed(event),
        pointerdown: (event: PointerEvent) => {
          this.#isPressedOutside = event.target === this.node;
        },
        click: (event: MouseEvent) => this.#clicked(event),
      },
      element(
        'div.dialog-box',
        {},
        element('header.dialog-head', {}, this.#title, wishes.mustStay ? null : leave),
        this.body,
      ),
    );
  }

  set title(title: string) {
    this.#title.textContent = title;
  }

  open(): void {
    if (!this.node.open) {
      document.body.append(this.node);
      this.node.showModal();
    }
  }

  close(): void {
    this.#isLeft = true;
    this.node.close();
  }

  #closed(): void {
    if (this.#wishes.mustStay && !this.#isLeft) {
      this.node.showModal(); // some browsers insist when they are asked twice
      return;
    }
    this.node.remove();
    this.#wishes.onClosed?.();
  }

  // Keys are for what is in front; the page behind it has ideas of its own for some.
  #pressed(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Escape' && this.#wishes.mustStay) {
      event.preventDefault();
    }
  }

  // Who presses inside and lets go outside has marked some text.
  #clicked(event: MouseEvent): void {
    if (event.target === this.node && this.#isPressedOutside && !this.#wishes.mustStay) {
      this.close();
    }
  }
}
