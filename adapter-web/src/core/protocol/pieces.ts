/** How pieces of a reply add up to its text. An offset counts UTF-16 units, as a string of JavaScript does. */

/** The longer text; a hole if something before the piece is missing; a conflict if it does not agree with the text. */
export type Joined = { is: 'joined'; text: string } | { is: 'hole' } | { is: 'conflict' };

export function join(text: string, offset: number, piece: string): Joined {
  if (offset > text.length) {
    return { is: 'hole' };
  }
  const known = text.slice(offset, offset + piece.length);
  return piece.startsWith(known) ? { is: 'joined', text: text + piece.slice(known.length) } : { is: 'conflict' };
}
