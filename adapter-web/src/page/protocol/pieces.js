/**
 * How pieces of a reply add up to its text. An offset counts UTF-16 units, as a string of JavaScript does.
 */

/**
 * Adds a piece to what is there.
 *
 * @param {string} text what is there
 * @param {number} offset where the piece begins in the whole text
 * @param {string} piece
 * @returns {{text: string} | {hole: true} | {conflict: true}} the longer text; a hole if something before the piece is
 *     missing; a conflict if the piece does not agree with what is there
 */
export function join(text, offset, piece) {
  if (offset > text.length) {
    return { hole: true };
  }
  const known = text.slice(offset, offset + piece.length);
  if (!piece.startsWith(known)) {
    return { conflict: true };
  }
  return { text: text + piece.slice(known.length) };
}
