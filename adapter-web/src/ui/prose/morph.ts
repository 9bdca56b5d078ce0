/**
 * Makes an element look like another, and touches nothing that is alike already: what is selected in it stays selected,
 * and what was scrolled stays where it was.
 */
export function morph(node: Element, wanted: Element): void {
  let at: ChildNode | null = node.firstChild;
  for (const next of [...wanted.childNodes]) {
    if (at === null) {
      node.append(next);
      continue;
    }
    const after: ChildNode | null = at.nextSibling;
    if (at instanceof Text && next instanceof Text) {
      grow(at, next.data);
    } else if (at instanceof Element && next instanceof Element && isOfOneKind(at, next)) {
      morph(at, next);
    } else {
      at.replaceWith(next);
    }
    at = after;
  }
  while (at !== null) {
    const after: ChildNode | null = at.nextSibling;
    at.remove();
    at = after;
  }
}

/** A text that only became longer keeps what is selected in it. */
export function grow(node: Text, text: string): void {
  if (node.data === text) {
    return;
  }
  if (text.startsWith(node.data)) {
    node.appendData(text.slice(node.data.length));
  } else {
    node.data = text;
  }
}

/** The same element with the same attributes. */
export function isOfOneKind(one: Element, other: Element): boolean {
  return (
    one.tagName === other.tagName &&
    one.attributes.length === other.attributes.length &&
    [...one.attributes].every(({ name, value }) => other.getAttribute(name) === value)
  );
}
