import type { ApprovalView, CallView, NowView } from '@mcp-guard/core/page';
import { ApiError } from '../api/api-error.js';
import { isApprovals } from '../api/approval-shapes.js';
import { isCalls } from '../api/call-shapes.js';
import { isListOf, isNumber, isText, type ShapeCheck } from '../api/check.js';
import { createApi } from '../api/client.js';
import type { StreamEvent } from '../api/event-parser.js';
import { followEvents, type Link, type LiveEvents } from '../api/live.js';
import { isNowView, isPageView } from '../api/now-shapes.js';
import type { TokenKeeper } from '../api/page-token.js';
import type { Page, SignIn } from './page.js';
import { parseRoute, type Route } from './route.js';
import { createStore, type Store } from './store.js';
import { readTheme, type Theme } from './theme.js';

interface PageParts {
  readonly window: Window & typeof globalThis;
  readonly token: TokenKeeper;
}

type Stores = Pick<
  Page,
  'signIn' | 'link' | 'now' | 'approvals' | 'calls' | 'epoch' | 'route' | 'theme' | 'clock' | 'announced'
>;

/** Builds what the views use, and keeps it up to date. */
export function createPage({ window, token }: PageParts): Page {
  const stores = createStores(window);
  let live: LiveEvents | undefined;

  const onSignedOut = (wasIn: boolean): void => {
    live?.close();
    live = undefined;
    stores.signIn.set({ state: 'out', wasIn });
    stores.now.set(undefined);
    stores.approvals.set(undefined);
  };
  const api = createApi({ fetch: window.fetch.bind(window), token, onSignedOut });

  async function refreshApprovals(): Promise<void> {
    stores.approvals.set(await api.get('/approvals', isApprovals));
  }

  const askAgain = (): void => {
    stores.epoch.set(stores.epoch.value + 1);
    void refreshApprovals().catch(() => undefined); // The next event, or the next connection, asks again.
  };

  /** A daemon that was started again may know this page no longer, or have other rights for it. */
  async function onLive(): Promise<void> {
    stores.signIn.set({ state: 'in', page: await api.get('/page', isPageView) });
    askAgain();
  }

  const onEvent = createListener(stores, { refreshApprovals, askAgain });
  const onLink = (link: Link): void => {
    stores.link.set(link);
    if (link.state === 'live') void onLive().catch(() => undefined);
  };

  const connect = (): void => {
    live ??= followEvents({ open: (signal) => api.events(signal), onEvent, onLink });
  };

  watchWindow(window, {
    onHash: () => stores.route.set(parseRoute(window.location.hash)),
    onTick: () => stores.clock.set(Date.now()),
    retry: () => live?.retry(),
  });
  if (token.read() === null) onSignedOut(false);
  else connect();

  return {
    ...stores,
    api,
    retry: () => live?.retry(),
    async enter(code) {
      await api.enter(code);
      connect();
    },
    refreshApprovals,
    ...createAddress(window, stores.route),
  };
}

interface Refresh {
  readonly refreshApprovals: () => Promise<void>;
  /** Something was missed: asks for everything. */
  readonly askAgain: () => void;
}

/** Puts the daemon's events where the views follow them. */
const createListener =
  (stores: Stores, { refreshApprovals, askAgain }: Refresh) =>
  ({ name, data }: StreamEvent): void => {
    if (name === 'now') take(data, isNowView, stores.now.set);
    if (name === 'calls') take(data, isCalls, stores.calls.set);
    if (name === 'approvals') take(data, isListOf(isText), () => void refreshApprovals().catch(() => undefined));
    if (name === 'missed') take(data, isNumber, askAgain);
  };

const createStores = (window: Window): Stores => ({
  signIn: createStore<SignIn>({ state: 'unknown' }),
  link: createStore<Link>({ state: 'connecting' }),
  now: createStore<NowView | undefined>(undefined),
  approvals: createStore<readonly ApprovalView[] | undefined>(undefined),
  calls: createStore<readonly CallView[]>([]),
  epoch: createStore(0),
  route: createStore<Route>(parseRoute(window.location.hash)),
  theme: createStore<Theme>(readTheme(window.localStorage)),
  clock: createStore(Date.now()),
  announced: createStore(''),
});

function take<T>(data: string, check: ShapeCheck<T>, onValue: (value: T) => void): void {
  const value = parse(data);
  if (!check(value)) throw new ApiError(0, 'the daemon sends what this page does not understand; load it again');
  onValue(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const createAddress = (window: Window, route: Store<Route>): Pick<Page, 'go' | 'replace'> => ({
  go(hash) {
    window.location.hash = hash;
  },
  replace(hash) {
    window.history.replaceState(null, '', hash);
    route.set(parseRoute(hash));
  },
});

const TICK = 1000;

function watchWindow(
  window: Window,
  { onHash, onTick, retry }: Record<'onHash' | 'onTick' | 'retry', () => void>,
): void {
  const { document } = window;
  window.addEventListener('hashchange', onHash);
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    onTick();
    retry();
  });
  window.setInterval(() => document.visibilityState === 'visible' && onTick(), TICK);
}
