import type { CreateInterceptor } from '@mcp-guard/rules';
import type { Formats } from '../approvals/notify/formats/registry.js';
import type { Upstreams } from '../ends/open-upstream.js';
import type { Clock } from '../host/clock.js';
import type { Timings } from '../timings.js';

export interface DaemonOptions {
  readonly version: string;
  /** Bridges find pointers here; the home is here too, unless the configuration says otherwise. */
  readonly home: string;
  /** Absolute. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
  /** A person started it in a terminal, so its PATH is one to find servers with. */
  readonly typed: boolean;
  /** Found before it started, for its log. */
  readonly problem?: string | undefined;
  /** The compiled programs of its threads. */
  readonly workers: { readonly takeover: URL; readonly large: URL; readonly history: URL };
  /** The compiled command line, for what commands do better. */
  readonly commands: URL;
  /** Folder of the built page, which ends with a slash. */
  readonly page: URL;
  /** How servers are reached. Default: `UPSTREAMS`. */
  readonly upstreams?: Upstreams;
  /** Interceptors for small messages, in order. Threads compile their own. Default: `INTERCEPTORS`. */
  readonly interceptors?: readonly CreateInterceptor[];
  /** The formats of webhooks. Default: `FORMATS`. */
  readonly formats?: Formats;
  /**
   * Programs of the system are looked for here, such as the one that shows a notification. Default: `SYSTEM_FOLDERS`.
   */
  readonly systemFolders?: readonly string[];
  /** The clock of approvals, spending and the record. Default: the wall clock, which never runs back. */
  readonly clock?: Clock;
  /** Default: `TIMINGS`. */
  readonly timings?: Timings;
}

/** With every default in its place. */
export type SettledOptions = DaemonOptions & Required<Omit<DaemonOptions, 'problem'>>;
