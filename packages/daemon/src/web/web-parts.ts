import type { DaemonHealth, PageView } from '@mcp-guard/core';
import type { ControlRoute } from '../control/control-route.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Codes } from './codes.js';
import type { PageFiles } from './page-files.js';
import type { PageSession, PageSessions } from './page-sessions.js';
import type { Viewers } from './viewers.js';

/** The HTTP side of the daemon shows these, and lets people change some. */
export interface WebParts {
  readonly port: () => number;
  /** A program brings this: `Bearer …`. */
  readonly bearer: Buffer;
  readonly codes: Codes;
  readonly pages: PageSessions;
  readonly viewers: Viewers;
  readonly files: PageFiles;
  readonly metrics: Metrics;
  /** The routes of the control API; `reach` says which of them are for pages. */
  readonly routes: readonly ControlRoute[];
  readonly health: () => DaemonHealth;
  /** Messages pass: the self-test has succeeded, and the daemon is not stopping. */
  readonly isReady: () => boolean;
  /** A page that has signed in learns this about itself. */
  readonly pageView: (session: PageSession | undefined) => PageView;
  /** Why this page may not change anything; nothing if it may. */
  readonly refuseChange: (session: PageSession) => Error | undefined;
}
