/** Small truths about texts. */

/** How many characters (code points) the server counts. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const ignored of text) {
    length++;
  }
  return length;
}

/** SHA-256 of the UTF-8 bytes in hexadecimal; null where the browser lends no cryptography (plain HTTP). */
export async function sha256(text: string): Promise<string | null> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (!subtle) {
    return null;
  }
  return hexOf(new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** A random UUID; unlike crypto.randomUUID also on pages of plain HTTP. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = hexOf(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The sentences of a growing text that are whole, and the rest. A sentence ends where its mark is followed by a space,
 * a line break, or a character of a script that puts none.
 */
export function sentencesOf(text: string): { sentences: string[]; rest: string } {
  const sentences: string[] = [];
  let from = 0;
  for (const end of text.matchAll(/[.!?…]+["'”’)]*\s+|[。！？]+[」』”’）]*|\n+/gu)) {
    const to = end.index + end[0].length;
    const sentence = text.slice(from, to).trim();
    if (sentence) {
      sentences.push(sentence);
    }
    from = to;
  }
  return { sentences, rest: text.slice(from) };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
