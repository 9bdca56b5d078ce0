/** Makes elements. Text becomes text nodes, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

type TagOf<Name extends string> = Name extends `${infer Tag}.${string}` ? Tag : Name;
type ElementOf<Name extends string> =
  TagOf<Name> extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[TagOf<Name>] : HTMLElement;

/** Functions are listeners, `true` is an empty attribute, false, null and undefined are none. */
export type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => unknown)>;

export type Child = Node | string | null | undefined | readonly Child[];

/** @param name `tag` or `tag.class.other` */
export function element<Name extends string>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): ElementOf<Name> {
  const [tag = 'div', ...classes] = name.split('.');
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(key, value as EventListener);
    } else if (value !== null && value !== false && value !== undefined) {
      made.setAttribute(key, value === true ? '' : String(value));
    }
  }
  append(made, children);
  return made as ElementOf<Name>;
}

function append(parent: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child instanceof Node || typeof child === 'string') {
      parent.append(child);
    } else if (child !== null && child !== undefined) {
      append(parent, child);
    }
  }
}

/** A button that shows an icon and is called by a name. */
export function iconButton(
  classes: string,
  label: string,
  icon: string,
  onClick: (event: MouseEvent) => unknown,
  attributes: Attributes = {},
): HTMLButtonElement {
  return element<'button'>(
    `button.icon-button${classes}` as 'button',
    { type: 'button', 'aria-label': label, title: label, click: onClick, ...attributes },
    drawing(icon),
  );
}

/** A button that is nothing but its words. */
export function textButton(label: string, onClick: () => unknown): HTMLButtonElement {
  return element('button.text-button', { type: 'button', click: onClick }, label);
}

/** An icon: strokes in a square of 20. */
export function drawing(icon: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', icon);
  svg.append(path);
  return svg;
}

/** The element that has the focus, also inside a shadow tree. */
export function focused(within: Node): Element | null {
  const root = within.getRootNode();
  return root instanceof ShadowRoot ? root.activeElement : document.activeElement;
}

/** Whether a click is for this page, and no wish for another window or for the browser's own menu. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Whether a key belongs to what an input method composes. Some browsers end a composition before they tell of the key
 * that ended it; they give it the code 229. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
