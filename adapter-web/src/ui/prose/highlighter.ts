/** Colours code. Fetched when code is shown. */

import hljs from 'highlight.js/lib/common';

/** Longer code is left as it is: colouring it would hold everything else up. */
const LONGEST = 40_000;

/** HTML with spans; null if the language is not known or the code is very long. */
export function highlight(code: string, language: string): string | null {
  return code.length <= LONGEST && hljs.getLanguage(language)
    ? hljs.highlight(code, { language, ignoreIllegals: true }).value
    : null;
}
