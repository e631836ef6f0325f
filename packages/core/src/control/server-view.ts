import type { ServerStatus } from './server-status.js';

/** A tool, and what a user may do with it. */
export interface ToolView {
  /** Masked and bounded. */
  readonly name: string;
  /** The name is neither masked nor cut: a rule can name it. */
  readonly isWhole: boolean;
  /** `reads`, `writes`, `destroys` or `unknown`; with a question mark where only the name says so. */
  readonly does: string;
  readonly may: 'allowed' | 'denied' | 'asks';
  /** Place of the rule that says so; `null` where no rule does. */
  readonly rule: string | null;
}

/** A limit and how much of it is used, of the user who has used most of it. */
export interface LimitView {
  /** Its place in the configuration. */
  readonly rule: string;
  readonly user: string;
  readonly used: number;
  readonly max: number;
  /** Seconds. */
  readonly window: number;
}

/** A cap on spending, and what it has left. */
export interface CapView {
  readonly rule: string;
  readonly user: string;
  /** Decimals. */
  readonly spent: string;
  readonly max: string;
  readonly currency: string;
  readonly window: 'call' | 'session' | 'hour' | 'day';
  /** Unix milliseconds at which the oldest payment leaves the window; `null` if nothing is used. */
  readonly resetsAt: number | null;
}

/** A client that `init` has put behind the guard, and the name that it has for the server. */
export interface ServerClient {
  readonly client: string;
  readonly name: string;
}

/** `GET /servers` */
export interface ServerView extends ServerStatus {
  /** The program and its packages, or the address: without arguments that may be secrets. */
  readonly runs: string;
  readonly clients: readonly ServerClient[];
  /** Calls that were refused in the last five minutes, which Now shows. */
  readonly refused: number;
  readonly tools: { readonly allowed: number; readonly denied: number; readonly asks: number };
  readonly limits: readonly LimitView[];
  readonly caps: readonly CapView[];
}

/** `GET /servers/:id`, by name */
export interface ServerDetail extends ServerView {
  /** The roles that `tools` is shown for. */
  readonly roles: readonly string[];
  readonly everyTool: readonly ToolView[];
  /** The last lines of its standard error, without control characters; the oldest first. */
  readonly stderr: readonly string[];
}
