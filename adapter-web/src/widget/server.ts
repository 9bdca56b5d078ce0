/** Where the server is: where the script came from, unless the page says it. */

const NAME = '/widget.js';

// Known while the script runs, and only then; a module never knows.
const running = document.currentScript;
const loadedFrom = running instanceof HTMLScriptElement && running.src !== '' ? running.src : null;

/**
 * The origin of the server, or its address up to where its paths begin; without a slash at the end.
 *
 * @param wish what the page says
 * @returns null if nobody says it
 */
export function serverAddress(wish: string | null): string | null {
  if (wish !== null && wish.trim() !== '') {
    return addressOf(wish.trim(), document.baseURI)?.replace(/\/+$/, '') ?? null;
  }
  const script = loadedFrom ?? scriptOnPage();
  return script === null ? null : script.slice(0, script.lastIndexOf(NAME));
}

function scriptOnPage(): string | null {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')];
  return scripts.map(script => script.src.replace(/[?#].*/, '')).find(src => src.endsWith(NAME)) ?? null;
}

function addressOf(address: string, base: string): string | null {
  try {
    const { protocol, origin, pathname } = new URL(address, base);
    return protocol === 'https:' || protocol === 'http:' ? origin + pathname : null;
  } catch {
    return null; // not an address
  }
}
