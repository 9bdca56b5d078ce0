/**
 * Marks words in what is shown, without touching an element of it: a reply that is marked can still grow. Browsers that
 * can't do that mark nothing.
 */

const NAME = 'parley-found';

/**
 * Marks words, in any case, and nothing else any more.
 *
 * @returns where the first of them is; null if there is none
 */
export function markWords(within: Element, words: readonly string[]): Range | null {
  const ranges = [...textsOf(within)].flatMap(text => rangesIn(text, words));
  if (typeof Highlight === 'function' && 'highlights' in CSS) {
    CSS.highlights.set(NAME, new Highlight(...ranges));
  }
  return ranges[0] ?? null;
}

export function unmarkWords(): void {
  if ('highlights' in CSS) {
    CSS.highlights.delete(NAME);
  }
}

function* textsOf(within: Element): Generator<Text> {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    yield node as Text;
  }
}

function rangesIn(text: Text, words: readonly string[]): Range[] {
  const folded = foldedCase(text.data);
  return words.map(foldedCase).flatMap(word => {
    const ranges: Range[] = [];
    for (let at = folded.indexOf(word); word !== '' && at >= 0; at = folded.indexOf(word, at + word.length)) {
      const range = new Range();
      range.setStart(text, at);
      range.setEnd(text, at + word.length);
      ranges.push(range);
    }
    return ranges;
  });
}

/** In one case, unit for unit: a character that would become longer stays as it is. */
function foldedCase(text: string): string {
  const folded = text.toLowerCase();
  return folded.length === text.length
    ? folded
    : [...text].map(each => (each.toLowerCase().length === each.length ? each.toLowerCase() : each)).join('');
}
