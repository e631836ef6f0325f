import type { ApprovalView, CallView, NowView, PageView } from '@mcp-guard/core/page';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../api/client.js';
import type { Link } from '../api/live.js';
import type { Route } from './route.js';
import type { Store } from './store.js';
import type { Theme } from './theme.js';

/** The user of the page. */
export type SignIn =
  | { readonly state: 'unknown' }
  /** `wasIn`: what it had signed in with counts no longer. */
  | { readonly state: 'out'; readonly wasIn: boolean }
  | { readonly state: 'in'; readonly page: PageView };

/** Every view may use this. */
export interface Page {
  readonly api: Api;
  readonly signIn: Store<SignIn>;
  readonly link: Store<Link>;
  /** `undefined` until the daemon has answered. */
  readonly now: Store<NowView | undefined>;
  /** Approvals that are not over yet; `undefined` until the daemon has answered. */
  readonly approvals: Store<readonly ApprovalView[] | undefined>;
  /** Calls that have come or got their answers since. */
  readonly calls: Store<readonly CallView[]>;
  /** Counts the times after which everything has to be asked for again. */
  readonly epoch: Store<number>;
  readonly route: Store<Route>;
  readonly theme: Store<Theme>;
  /** Unix milliseconds, every second while the page is seen. */
  readonly clock: Store<number>;
  /** Read out to those who do not see the page. */
  readonly announced: Store<string>;
  /** Tries to connect at once. */
  readonly retry: () => void;
  /** Signs in with a code that was typed. Throws an `ApiError`. */
  enter(code: string): Promise<void>;
  /** Asks for the approvals again. */
  refreshApprovals(): Promise<void>;
  go(hash: string): void;
  /** Changes the address without a step for the back button. */
  replace(hash: string): void;
}

export const PageContext: preact.Context<Page | undefined> = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('this view stands outside of the page');
  return page;
}

/** Why nothing can be decided on this page; `null` if it may decide. */
export const readOnlyReason = (signIn: SignIn): string | null =>
  signIn.state === 'in' ? signIn.page.readOnly : 'this page has not signed in';
