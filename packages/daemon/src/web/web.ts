import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { GuardError, type PageCode } from '@mcp-guard/core';
import type { Clock } from '../host/clock.js';
import type { Live } from '../view/live.js';
import { Codes, CODE_SECONDS, type Opener } from './codes.js';
import { HEADERS } from './headers.js';
import { ADDRESS, listenLocally } from './listen.js';
import { readPage } from './page-files.js';
import { PageSessions } from './page-sessions.js';
import { findSignedIn, readProof, type SignedIn } from './signed-in.js';
import { Strangers } from './strangers.js';
import { Viewers } from './viewers.js';
import type { WebParts } from './web-parts.js';

/** Pages, and programs that look at them. */
const MAX_CONNECTIONS = 512;
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** How often those are looked at; Node’s own 30 s would double them. */
const CHECK_EVERY = 5000;

export interface WebOptions extends Pick<
  WebParts,
  'metrics' | 'routes' | 'health' | 'isReady' | 'pageView' | 'refuseChange'
> {
  /** `false`: none. */
  readonly port: number | false;
  /** Folder of the built page. */
  readonly page: URL;
  /** Programs that read bring this. */
  readonly token: string;
  readonly live: Live;
  readonly clock: Clock;
  readonly onProblem: (error: unknown, what: string) => void;
}

/**
 * The HTTP side of the daemon, for pages and programs of this machine. It costs a listening socket until the first
 * request: only that loads what answers. A daemon without it guards all the same.
 */
export class Web {
  readonly viewers: Viewers;
  readonly #options: WebOptions;
  readonly #codes: Codes;
  readonly #pages: PageSessions;
  readonly #bearer: Buffer;
  readonly #server: Server;
  readonly #strangers: Strangers;
  #port: number | undefined;
  #problem: string | null = null;
  #app: Promise<RequestListener> | undefined;

  constructor(options: WebOptions) {
    this.#options = options;
    this.#codes = new Codes(options.clock);
    this.#pages = new PageSessions(options.clock);
    this.#bearer = Buffer.from(`Bearer ${options.token}`);
    this.viewers = new Viewers(options.live);
    this.#server = createServer({
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      connectionsCheckingInterval: CHECK_EVERY,
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on('request', (request, response) => {
      if (!this.#signedIn(request.headers)) response.setHeader('connection', 'close'); // what else it sends is not read
      this.#ready().then(
        (handle) => handle(request, response),
        () => response.writeHead(500, { ...HEADERS, connection: 'close' }).end(),
      );
    });
    this.#strangers = new Strangers({
      server: this.#server,
      isKnown: (head) => this.#signedIn(readProof(head)) !== undefined,
      ready: () => this.#ready(),
    });
  }

  /** `http://127.0.0.1:9777`; `null` if there is no page. */
  get url(): string | null {
    return this.#port === undefined ? null : `http://${ADDRESS}:${this.#port}`;
  }

  /** Why there is no page; `null` if there is one. At another port than the configured one, where that is taken, nothing is wrong. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Never throws: a page that cannot be shown stops no message. */
  async listen(): Promise<void> {
    const { port, onProblem } = this.#options;
    if (port === false) return;
    try {
      this.#port = await listenLocally(this.#server, port);
    } catch (error) {
      this.#problem = GuardError.from(error).message;
      onProblem(error, 'there is no page');
    }
  }

  /** A code that opens the page for this person. Throws CONFIG_INVALID if there is no page. */
  giveCode(opener: Opener): PageCode {
    const { url } = this;
    if (url !== null) return { url, code: this.#codes.give(opener), seconds: CODE_SECONDS };
    throw new GuardError('CONFIG_INVALID', this.#problem ?? 'the page is switched off', {
      hint: 'daemon.dashboard_port says where it is',
      rule: 'daemon.dashboard_port',
    });
  }

  isOpen(code: string): boolean {
    return this.#codes.isOpen(code);
  }

  async close(): Promise<void> {
    this.viewers.close();
    if (this.#port === undefined) return;
    this.#port = undefined;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#strangers.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #signedIn(headers: IncomingHttpHeaders): SignedIn | undefined {
    return findSignedIn(headers, this.#pages, this.#bearer);
  }

  #ready(): Promise<RequestListener> {
    return (this.#app ??= this.#load());
  }

  async #load(): Promise<RequestListener> {
    const { onProblem, page, token: _, ...options } = this.#options;
    try {
      const [{ createWebApp }, files] = await Promise.all([import('./web-app.js'), readPage(page)]);
      return await createWebApp(this.#server, {
        ...options,
        port: () => this.#port ?? 0,
        bearer: this.#bearer,
        codes: this.#codes,
        pages: this.#pages,
        viewers: this.viewers,
        files,
      });
    } catch (error) {
      onProblem(error, 'the page cannot be shown');
      this.#problem = 'the page cannot be loaded; the log of the daemon says why';
      throw error;
    }
  }
}
