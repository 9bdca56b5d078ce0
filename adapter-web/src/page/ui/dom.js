/** Makes elements. Text becomes text nodes, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name `tag` or `tag.class.other`
 * @param {object} attributes functions are listeners, `true` is an empty attribute, false and null are none
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(key, value);
    } else if (value !== null && value !== false && value !== undefined) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

/** A button that shows an icon and is called by a name. */
export function iconButton(name, label, icon, onClick, attributes = {}) {
  return element(
    `button.icon-button${name}`,
    { type: 'button', 'aria-label': label, title: label, click: onClick, ...attributes },
    drawing(icon),
  );
}

/** An icon: strokes in a square of 20. */
export function drawing(icon) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', icon);
  svg.append(path);
  return svg;
}
