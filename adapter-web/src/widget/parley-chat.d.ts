/**
 * `<parley-chat>`: a chat in the corner of a page.
 *
 * It is defined by `widget.js` of a Parley server; these are its types for TypeScript.
 */

/** `minimised` is the button, `hidden` is nothing at all. */
export type ParleyChatState = 'minimised' | 'open' | 'hidden';

export interface ParleyChatElement extends HTMLElement {
  /** Where the server is; from where `widget.js` came, unless given. Attribute `server`. */
  server: string | null;
  /** Whose it is, where several tenants share a server and its host does not say it. Public. Attribute `widget-key`. */
  widgetKey: string | null;
  /** Which assistant new conversations are with; the server's standard one, unless given. Attribute `assistant`. */
  assistant: string | null;
  /** `en`, `zh-TW` or `zh-CN`; that of the page or of the browser, unless given. Attribute `locale`. */
  locale: string | null;
  /** Attribute `theme`. */
  theme: 'system' | 'light' | 'dark' | null;
  /** Which corner it is in; where lines end, unless given. Attribute `position`. */
  position: 'right' | 'left' | null;
  /** What it is called. Attribute `title`. */
  title: string;
  /**
   * What the assistant should know of where this is said. Counts from the next conversation on. Attribute `context`, a
   * text or JSON.
   */
  context: unknown;
  /** A token of somebody with an account, from the page's own server. Attribute `token`. */
  token: string | null;
  /** Gives such a token whenever one is needed; null if nobody is logged in. */
  getToken: (() => string | null | Promise<string | null>) | null;

  readonly state: ParleyChatState;
  /** How many messages have come and were not seen. */
  readonly unread: number;

  /**
   * Shows the window. The promise is kept when it is there, or when it was told that it can't be.
   *
   * Where a property is set, as frameworks do for an attribute `open`, it opens or minimises.
   */
  get open(): () => Promise<void>;
  set open(isOpen: boolean);
  /** Leaves the button. */
  minimise(): void;
  /** Leaves nothing. */
  close(): void;
  /** Brings the button back after `close()`; changes nothing else. */
  show(): void;
  /** The same as `close()`. */
  hide(): void;
  /** Says something in the visitor's name. The window need not be open. Rejects if the window can't be loaded. */
  send(text: string): Promise<void>;
  /** Begins another conversation. */
  newChat(): Promise<void>;
  setContext(context: unknown): void;
  /** Somebody is logged in at the page; null: nobody is any more, and what this browser knows of them is forgotten. */
  identify(token: string | null): void;
  /** Forgets the visitor: conversation, drafts, what was not sent. */
  logout(): Promise<void>;
}

export interface ParleyMessage {
  sessionId: string;
  messageId: string;
  type: 'user' | 'ai' | 'agent' | 'system';
  text: string;
}

export interface ParleyChatEventMap {
  /** It is on the page, and can be called. */
  'parley-ready': CustomEvent<{ state: ParleyChatState }>;
  'parley-open': CustomEvent<null>;
  'parley-minimise': CustomEvent<null>;
  'parley-close': CustomEvent<null>;
  /** A message is stored, the visitor's or another. Answers are told when they are whole. */
  'parley-message': CustomEvent<ParleyMessage>;
  'parley-unread': CustomEvent<{ count: number }>;
  /** `LOAD_FAILED`, `NO_SERVER`, `SIGNED_OUT`, or a code of the server's. */
  'parley-error': CustomEvent<{ code: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat': ParleyChatElement;
  }

  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface HTMLElementEventMap extends ParleyChatEventMap {}
}
