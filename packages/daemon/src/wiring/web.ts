import { userName, type DaemonHealth, type GuardError, type PageView } from '@mcp-guard/core';
import type { DaemonControl } from '../control/daemon-control.js';
import { ROUTES } from '../control/registry.js';
import { ensureKey } from '../host/home.js';
import { refuseOrigin } from '../identity/origin.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Live } from '../view/live.js';
import type { PageSession } from '../web/page-sessions.js';
import { Web } from '../web/web.js';
import type { Home } from './home.js';
import type { SettledOptions } from './options.js';

export interface WebNeeds {
  readonly options: SettledOptions;
  readonly home: Home;
  readonly live: Live;
  readonly metrics: Metrics;
  /** The routes show and change this; asked with the first request. */
  readonly control: () => DaemonControl;
  readonly health: () => DaemonHealth;
  readonly isReady: () => boolean;
}

/** Builds the HTTP side of a daemon. It does not listen yet. */
export function openWeb({ options, home, live, metrics, control, health, isReady }: WebNeeds): Web {
  const { configuration, paths, log } = home;
  const refuseChange = ({ opener }: PageSession) => refuseOrigin(opener.decider, configuration.current.approvals);
  return new Web({
    port: configuration.started.daemon.dashboard_port,
    page: options.page,
    token: ensureKey(paths.dashboardToken),
    live,
    metrics,
    clock: options.clock,
    get routes() {
      return ROUTES.flatMap((toRoutes) => toRoutes(control()));
    },
    health,
    isReady,
    refuseChange,
    pageView(session): PageView {
      const readOnly = session ? describeRefusal(refuseChange(session)) : 'The token of programs reads only.';
      // The key is sent only to a page that may decide: it would help to guess the passphrase.
      const key = readOnly === null ? control().approvals.signingKey() : null;
      return { version: options.version, readOnly, user: userName(), key };
    },
    onProblem: (error, what) => log.error({ err: error }, what),
  });
}

/** In words for the person in front of the page. */
const describeRefusal = (refusal: GuardError | undefined): string | null =>
  refusal === undefined
    ? null
    : 'This page was not opened from a terminal of your own. To decide here, run mcp-guard dashboard in one that no client has started.';
