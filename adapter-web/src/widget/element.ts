/** `<parley-chat>`: its attributes, what pages can call, and when the window is fetched. */

import { ReactiveElement, unsafeCSS } from 'lit';
import type { PropertyDeclarations, PropertyValues } from 'lit';
import { shelf } from '../core/net/shelf.js';
import { localeFor } from '../i18n/locales.js';
import type { Locale } from '../i18n/language.js';
import tokens from '../ui/styles/tokens.css?inline';
import type { Enter, LoadedWindow, WindowGiven } from './contract.js';
import { Frame } from './frame.js';
import { FullScreen } from './full-screen.js';
import { Compartment, compartmentFor, Memory } from './memory.js';
import type { ParleyChatElement, ParleyChatEventMap, ParleyChatState } from './parley-chat.js';
import { serverAddress } from './server.js';
import frameStyles from './styles/frame.css?inline';

const WINDOW = '/widget-window.js';
const PHONE = '(max-width: 480px)';
/** Where a browser does not tell when it is idle. */
const SOON_MS = 1_000;
/** What decides with whom somebody talks, and in which language: another one, another window. */
const FOUNDATIONS = ['server', 'widgetKey', 'assistant', 'locale'] as const;

export class ParleyChat extends ReactiveElement implements ParleyChatElement {
  static override properties: PropertyDeclarations = {
    server: {},
    widgetKey: { attribute: 'widget-key' },
    assistant: {},
    locale: {},
    theme: { reflect: true },
    position: { reflect: true },
    token: {},
    getToken: { attribute: false },
    context: { converter: { fromAttribute: contextFrom } },
  };
  static override styles = [unsafeCSS(tokens), unsafeCSS(frameStyles)];

  declare server: string | null;
  declare widgetKey: string | null;
  declare assistant: string | null;
  declare locale: string | null;
  declare theme: 'system' | 'light' | 'dark' | null;
  declare position: 'right' | 'left' | null;
  declare token: string | null;
  declare getToken: (() => string | null | Promise<string | null>) | null;
  declare context: unknown;

  readonly #frame: Frame;
  readonly #fullScreen: FullScreen;
  readonly #phone = matchMedia(PHONE);
  #state: ParleyChatState | null = null;
  #unread = 0;
  #isTouched = false;
  #window: LoadedWindow | null = null;
  #loading: Promise<LoadedWindow> | null = null;
  #opening: Promise<void> = Promise.resolve();
  #tries = 0;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'open', 'hidden', 'title'];
  }

  constructor() {
    super();
    this.server = this.widgetKey = this.assistant = this.locale = null;
    this.theme = this.position = this.token = this.getToken = null;
    this.context = null;
    this.#frame = new Frame({
      open: () => {
        this.#touch();
        void this.open();
      },
      minimise: () => this.minimise(),
      retry: () => void this.#bringIn(true),
      approached: () => void this.#load().catch(() => {}), // told when it is opened
    });
    this.#fullScreen = new FullScreen(this, this.#frame.window);
    this.#frame.window.addEventListener('pointerdown', () => this.#touch());
    this.#frame.window.addEventListener('keydown', event => this.#pressed(event));
  }

  get state(): ParleyChatState {
    if (this.hidden) {
      return 'hidden';
    }
    return this.hasAttribute('open') ? 'open' : 'minimised';
  }

  get unread(): number {
    return this.#unread;
  }

  get open(): () => Promise<void> {
    return () => this.#open();
  }

  set open(isOpen: boolean) {
    if (isOpen) {
      void this.#open();
    } else if (this.state === 'open') {
      this.minimise();
    }
  }

  // Each changes the attributes in such an order that no other state comes between.
  minimise(): void {
    this.removeAttribute('open');
    this.hidden = false;
  }

  close(): void {
    this.hidden = true;
    this.removeAttribute('open');
  }

  show(): void {
    this.hidden = false;
  }

  hide(): void {
    this.close();
  }

  async send(text: string): Promise<void> {
    this.#isTouched = true;
    const loaded = await this.#load();
    loaded.touch();
    loaded.send(text);
  }

  async newChat(): Promise<void> {
    const loaded = await this.#load();
    loaded.newChat();
  }

  setContext(context: unknown): void {
    this.context = context;
  }

  identify(token: string | null): void {
    if (token === null) {
      void this.logout();
    } else {
      this.token = token;
    }
  }

  async logout(): Promise<void> {
    const loaded = await this.#load();
    await loaded.forget();
    this.#isTouched = false;
    if (this.token === null) {
      this.#anew();
    } else {
      this.token = null;
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#phone.addEventListener('change', this.#resized);
    if (this.#view().isOpen === true && !this.hidden) {
      this.setAttribute('open', '');
    }
    this.#turn(true);
    if (this.#isKnown()) {
      this.#isTouched = true;
      whenIdle(() => this.isConnected && void this.#load().catch(() => {})); // told when it is opened
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#phone.removeEventListener('change', this.#resized);
    this.#fullScreen.set(false);
    this.#drop();
    this.#state = null;
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'title') {
      this.requestUpdate();
    } else if ((name === 'open' || name === 'hidden') && this.#state !== null) {
      this.#turn(false);
    }
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.append(this.#frame.node);
    return root;
  }

  protected override firstUpdated(): void {
    this.#tell('parley-ready', { state: this.state });
  }

  protected override update(changed: PropertyValues): void {
    const isFirst = !this.hasUpdated;
    super.update(changed);
    this.#draw();
    if (!isFirst && (FOUNDATIONS.some(name => changed.has(name)) || this.#isSomebodyElse(changed))) {
      this.#anew();
    } else if (changed.has('token')) {
      this.#window?.renew();
    }
    this.#window?.redraw();
  }

  /** Whether there is somebody to vouch for where nobody was, or the other way round. Pages may give a new function any time. */
  #isSomebodyElse(changed: PropertyValues): boolean {
    return (['token', 'getToken'] as const).some(
      name => changed.has(name) && (changed.get(name) === null) !== (this[name] === null),
    );
  }

  async #open(): Promise<void> {
    if (navigator.userActivation?.isActive) {
      this.#touch();
    }
    this.setAttribute('open', '');
    this.hidden = false;
    await this.#opening;
  }

  /** The attributes say something else than before. */
  #turn(isFirst: boolean): void {
    const [before, now] = [this.#state, this.state];
    if (now === before) {
      return;
    }
    this.#state = now;
    const hadFocus = Boolean(this.shadowRoot?.activeElement);
    this.#draw();
    this.#window?.seen(now === 'open');
    if (now === 'open') {
      // Who comes to a page did not ask for the chat.
      this.#opening = this.#bringIn(!isFirst && (navigator.userActivation?.isActive ?? true));
    } else if (hadFocus && now === 'minimised') {
      this.#frame.toggle.focus();
    }
    if (this.#isTouched) {
      this.#view().isOpen = now === 'open';
    }
    if (!isFirst) {
      const name = { open: 'parley-open', minimised: 'parley-minimise', hidden: 'parley-close' } as const;
      this.#tell(name[now], null);
    }
  }

  /** Lets the window be seen, as soon as it is there. */
  async #bringIn(mayFocus: boolean): Promise<void> {
    if (!this.#window) {
      this.#frame.showLoading();
    }
    if (mayFocus) {
      this.#frame.window.focus({ preventScroll: true });
    }
    try {
      const loaded = await this.#load();
      if (this.state === 'open') {
        if (this.#isTouched) {
          loaded.touch();
        }
        loaded.seen(true);
        if (mayFocus) {
          loaded.focus();
        }
      }
    } catch {
      if (this.#loading === null) {
        this.#frame.showFailure();
      }
    }
  }

  #load(): Promise<LoadedWindow> {
    if (this.#loading === null) {
      const loading: Promise<LoadedWindow> = this.#fetch(() => this.#loading === loading);
      this.#loading = loading;
      void loading.catch(() => {
        if (this.#loading === loading) {
          this.#loading = null;
        }
      });
    }
    return this.#loading;
  }

  /** @param isWanted whether it is still the one that is wanted */
  async #fetch(isWanted: () => boolean): Promise<LoadedWindow> {
    await this.updateComplete;
    const server = serverAddress(this.server);
    if (server === null) {
      this.#tell('parley-error', { code: 'NO_SERVER' });
      throw new Error('parley-chat: the attribute "server" has to say where the server is');
    }
    try {
      // A browser may remember that an address failed: the next try has another one.
      const again = this.#tries === 0 ? '' : `?try=${this.#tries}`;
      const { enter } = (await import(/* @vite-ignore */ server + WINDOW + again)) as { enter: Enter };
      const given = await this.#given(server);
      const loaded = await enter(given);
      if (isWanted()) {
        this.#window = loaded;
        this.#frame.showWindow(loaded.nodes);
        loaded.seen(this.state === 'open');
      }
      return loaded;
    } catch (cause) {
      this.#tries++;
      this.#tell('parley-error', { code: 'LOAD_FAILED' });
      throw new Error('parley-chat: the window could not be loaded', { cause });
    }
  }

  async #given(server: string): Promise<WindowGiven> {
    const isMember = (await this.#tokenNow(null)) !== null;
    return {
      root: this.renderRoot as ShadowRoot,
      server,
      widgetKey: this.widgetKey,
      assistant: this.assistant,
      locale: this.#locale(),
      wishes: this.#wishes(),
      title: () => this.title || null,
      context: () => (this.context === '' ? null : this.context),
      getToken: isMember ? refused => this.#tokenNow(refused) : null,
      isTouched: this.#isTouched,
      acts: {
        minimise: () => this.minimise(),
        close: () => this.close(),
        unread: count => this.#count(count),
        message: message => this.#tell('parley-message', message),
        error: code => this.#tell('parley-error', { code }),
      },
    };
  }

  /** @param refused what the server does not take any more */
  async #tokenNow(refused: string | null): Promise<string | null> {
    const { token } = this;
    return token && token !== refused ? token : (await this.getToken?.()) || token || null;
  }

  /** Who talks with whom has changed. */
  #anew(): void {
    if (this.#loading === null) {
      return;
    }
    this.#drop();
    this.#frame.showLoading();
    if (this.state === 'open') {
      void this.#bringIn(false);
    } else if (this.#isTouched) {
      void this.#load().catch(() => {}); // told when it is opened
    }
  }

  #drop(): void {
    const dropped = this.#loading;
    this.#window = null;
    this.#loading = null;
    this.#count(0);
    void dropped?.then(
      loaded => loaded.leave(),
      () => {}, // it never came
    );
  }

  #touch(): void {
    if (!this.#isTouched) {
      this.#isTouched = true;
      this.#window?.touch();
      this.#view().isOpen = this.state === 'open';
    }
  }

  #pressed(event: KeyboardEvent): void {
    this.#touch();
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && !this.#window?.escape()) {
      this.minimise();
    }
  }

  readonly #resized = () => this.#draw();

  #draw(): void {
    const isOpen = this.state === 'open';
    const isFullScreen = this.#phone.matches;
    this.#frame.show({
      locale: this.#locale(),
      isOpen,
      isFullScreen,
      title: this.title || null,
      unread: this.#unread,
    });
    this.#fullScreen.set(isOpen && isFullScreen && this.isConnected);
  }

  #count(unread: number): void {
    if (unread !== this.#unread) {
      this.#unread = unread;
      this.#draw();
      this.#tell('parley-unread', { count: unread });
    }
  }

  #locale(): Locale {
    return localeFor(this.#wishes());
  }

  #wishes(): string[] {
    return [this.locale ?? '', document.documentElement.lang, ...navigator.languages];
  }

  /** Whether this browser knows a conversation, of the visitor or of somebody with an account. */
  #isKnown(): boolean {
    return [true, false].some(isGuest => this.#memory(isGuest).session !== null);
  }

  /** What this tab remembers of how it was left. */
  #view(): Memory {
    return this.#memory(true);
  }

  #memory(isGuest: boolean): Memory {
    const server = serverAddress(this.server) ?? '';
    const compartment = compartmentFor({ server, widgetKey: this.widgetKey, assistant: this.assistant, isGuest });
    return new Memory(
      new Compartment(shelf('localStorage'), compartment),
      new Compartment(shelf('sessionStorage'), compartment),
    );
  }

  #tell<Name extends keyof ParleyChatEventMap>(name: Name, detail: ParleyChatEventMap[Name]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** A text that is JSON is taken for what it says. */
function contextFrom(text: string | null): unknown {
  if (text !== null && /^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  return text;
}

function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === 'function') {
    requestIdleCallback(act);
  } else {
    setTimeout(act, SOON_MS);
  }
}
