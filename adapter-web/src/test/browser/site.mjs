// A site of somebody else, with a chat in the corner of its pages: on another origin than the server, and under a policy
// as strict as policies get.
import { once } from 'node:events';
import { createServer } from 'node:http';

export const SITE = process.env.PARLEY_TEST_SITE ?? 'http://localhost:38417';
const NONCE = 'bm9uY2U';

export class Site {
  #server;
  #pages = new Map();

  /** @param server the address of the Parley server */
  static async open(server) {
    const site = new Site();
    site.server = server;
    site.#server = createServer((request, response) => site.#answer(request, response));
    site.#server.listen(Number(new URL(SITE).port), '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /**
   * Puts up a page.
   *
   * @param {object} wishes `attributes` of the chat and of its `script`, `lang` and `dir` of the page, its `css`, its
   *     `body` and what it runs as `script`; `policy` instead of the strict one
   * @returns its address
   */
  page(path, wishes = {}) {
    const { attributes = '', how = '', root = 'lang="en"', css = '', body = text(), script = '', policy } = wishes;
    const html = `<!doctype html>
      <html ${root}>
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>A shop</title>
          <style nonce="${NONCE}">${css}</style>
          <script nonce="${NONCE}" src="${this.server}/widget.js" ${how}></script>
          ${script && `<script nonce="${NONCE}">${script}</script>`}
        </head>
        <body>${body}<parley-chat ${attributes}></parley-chat></body>
      </html>`;
    this.#pages.set(path, { html, policy: policy ?? this.#policy() });
    return SITE + path;
  }

  /** Puts up a page as it is written. */
  file(path, html) {
    this.#pages.set(path, { html, policy: null });
    return SITE + path;
  }

  #policy() {
    return [
      "default-src 'none'",
      `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
      `style-src 'nonce-${NONCE}'`,
      `connect-src ${this.server} ${this.server.replace('http', 'ws')}`,
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types dompurify',
    ].join('; ');
  }

  #answer(request, response) {
    const page = this.#pages.get(request.url);
    if (!page) {
      response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      ...(page.policy && { 'Content-Security-Policy': page.policy }),
    });
    response.end(page.html);
  }
}

function text() {
  const sentence = 'A page of a shop, which sells tea, and has a good deal to say about every sort of it. ';
  return `<main><h1>Tea</h1>${`<p>${sentence.repeat(4)}</p>`.repeat(12)}<a href="/other">Another page</a></main>`;
}
