/** Lets the side bar come in over the page where the page is too narrow for both. */

const WIDE = matchMedia('(min-width: 900px)');

export class Drawer {
  readonly #panel: HTMLElement;
  readonly #behind: HTMLElement;
  readonly #scrim: HTMLElement;
  readonly #onChange: (isOpen: boolean) => void;
  #returnTo: Element | null = null;

  constructor(panel: HTMLElement, behind: HTMLElement, scrim: HTMLElement, onChange: (isOpen: boolean) => void) {
    this.#panel = panel;
    this.#behind = behind;
    this.#scrim = scrim;
    this.#onChange = onChange;
    scrim.addEventListener('click', () => this.close());
    WIDE.addEventListener('change', () => this.close());
  }

  get isOpen(): boolean {
    return this.#panel.classList.contains('open');
  }

  open(): void {
    if (!WIDE.matches) {
      this.#returnTo = document.activeElement;
      this.#set(true);
      this.#panel.querySelector<HTMLElement>('button, a')?.focus();
    }
  }

  close(): void {
    if (this.isOpen) {
      this.#set(false);
      (this.#returnTo as HTMLElement | null)?.focus();
    }
  }

  #set(isOpen: boolean): void {
    this.#panel.classList.toggle('open', isOpen);
    this.#scrim.hidden = !isOpen;
    this.#behind.inert = isOpen;
    this.#onChange(isOpen);
  }
}
