import type { ApprovalKeyView } from './approval-detail.js';
import type { CallView } from './call-view.js';
import type { NowView } from './now-view.js';

/** `mcp-guard dashboard` gets this from `POST /page/code`: it serves once, for so many seconds. */
export interface PageCode {
  /** The address of the page: `http://127.0.0.1:9777`. */
  readonly url: string;
  readonly code: string;
  readonly seconds: number;
}

/** The page gets this once it has signed in: `GET /page`. */
export interface PageView {
  readonly version: string;
  /** Why this page shows everything and decides nothing; `null` if it may decide. */
  readonly readOnly: string | null;
  /** The name that its decisions are made in. */
  readonly user: string;
  /** Set on a page that decides, where every decision must be signed with the passphrase. */
  readonly key: ApprovalKeyView | null;
}

/** The events of `GET /events`, as server-sent events: the name and its JSON. */
export interface PageEvents {
  readonly now: NowView;
  /** New calls and those that got their answers, by `seq`. */
  readonly calls: readonly CallView[];
  /** Ids of approvals that have changed; the page asks for their state. */
  readonly approvals: readonly string[];
  /** This viewer was too slow and has missed events: ask for everything again. */
  readonly missed: number;
}
