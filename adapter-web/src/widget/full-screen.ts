/**
 * While the window is all that is to be seen, the page behind it can't be reached or scrolled, the focus stays in the
 * window, and the window is as high as what a keyboard on the screen leaves.
 */

const FOCUSABLE = 'button, [href], input, textarea, select, [tabindex]';

export class FullScreen {
  readonly #host: HTMLElement;
  readonly #window: HTMLElement;
  #undo: (() => void)[] = [];

  constructor(host: HTMLElement, window: HTMLElement) {
    this.#host = host;
    this.#window = window;
  }

  /** Harmless when it is so already. */
  set(isOn: boolean): void {
    if (isOn === this.#undo.length > 0) {
      return;
    }
    if (isOn) {
      this.#undo = [this.#holdPage(), this.#silence(), this.#keepFocus(), this.#fitAboveKeyboard()];
    } else {
      this.#undo.splice(0).forEach(undo => undo());
    }
  }

  #holdPage(): () => void {
    const { style } = document.documentElement;
    const [before, priority] = [style.getPropertyValue('overflow'), style.getPropertyPriority('overflow')];
    style.setProperty('overflow', 'hidden', 'important');
    return () => style.setProperty('overflow', before, priority);
  }

  /** Everything beside the host, and beside what it is in. */
  #silence(): () => void {
    const silenced: HTMLElement[] = [];
    let within: Node = this.#host;
    while (within !== document.body && within.parentNode !== null) {
      const around = within.parentNode;
      const others = [...around.childNodes].filter(
        (each): each is HTMLElement => each instanceof HTMLElement && each !== within && !each.inert,
      );
      silenced.push(...others);
      within = around instanceof ShadowRoot ? around.host : around;
    }
    silenced.forEach(each => (each.inert = true));
    return () => silenced.forEach(each => (each.inert = false));
  }

  #keepFocus(): () => void {
    const turn = (event: KeyboardEvent) => {
      if (event.key !== 'Tab') {
        return;
      }
      const all = [...this.#window.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isReachable);
      const here = (this.#window.getRootNode() as ShadowRoot).activeElement;
      const end = event.shiftKey ? all[0] : all.at(-1);
      if (here === end || here === this.#window) {
        event.preventDefault();
        (event.shiftKey ? all.at(-1) : all[0])?.focus();
      }
    };
    this.#window.addEventListener('keydown', turn);
    return () => this.#window.removeEventListener('keydown', turn);
  }

  #fitAboveKeyboard(): () => void {
    const seen = window.visualViewport;
    const { style } = this.#window;
    const fit = () => {
      // A page that is zoomed is no page with a keyboard over it.
      if (seen && seen.scale === 1) {
        style.setProperty('--parley-seen-height', `${seen.height}px`);
        style.setProperty('--parley-seen-top', `${seen.offsetTop}px`);
      }
    };
    fit();
    seen?.addEventListener('resize', fit);
    seen?.addEventListener('scroll', fit);
    return () => {
      seen?.removeEventListener('resize', fit);
      seen?.removeEventListener('scroll', fit);
      style.removeProperty('--parley-seen-height');
      style.removeProperty('--parley-seen-top');
    };
  }
}

function isReachable(each: HTMLElement): boolean {
  const { disabled } = each as Partial<HTMLButtonElement>;
  return !disabled && each.tabIndex >= 0 && each.closest('[inert], [hidden]') === null;
}
