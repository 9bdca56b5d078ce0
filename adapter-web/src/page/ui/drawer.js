/** Lets the side bar come in over the page where the page is too narrow for both. */

const WIDE = matchMedia('(min-width: 900px)');

export class Drawer {
  #panel;
  #behind;
  #scrim;
  #onChange;
  #returnTo = null;

  constructor(panel, behind, scrim, onChange) {
    this.#panel = panel;
    this.#behind = behind;
    this.#scrim = scrim;
    this.#onChange = onChange;
    scrim.addEventListener('click', () => this.close());
    WIDE.addEventListener('change', () => this.close());
  }

  get isOpen() {
    return this.#panel.classList.contains('open');
  }

  open() {
    if (!WIDE.matches) {
      this.#returnTo = document.activeElement;
      this.#set(true);
      this.#panel.querySelector('button, a').focus();
    }
  }

  close() {
    if (this.isOpen) {
      this.#set(false);
      this.#returnTo?.focus();
    }
  }

  #set(isOpen) {
    this.#panel.classList.toggle('open', isOpen);
    this.#scrim.hidden = !isOpen;
    this.#behind.inert = isOpen;
    this.#onChange(isOpen);
  }
}
