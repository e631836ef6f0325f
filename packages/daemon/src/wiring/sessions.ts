import { ByteBudget } from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { readSearchPath } from '@mcp-guard/core/search-path';
import type { UpstreamHost } from '../ends/open-upstream.js';
import { RemoteLinks } from '../ends/remote/link/links.js';
import { Turns } from '../ends/turns.js';
import { LargeMessages } from '../large/large-messages.js';
import { ServerLogs } from '../record/server-logs.js';
import { Sessions } from '../session/sessions.js';
import type { Parts } from './parts.js';

/**
 * Bytes that all sessions together may hold in unfinished lines and in large ones that wait to be inspected, besides the
 * first part of each line. Four of the largest messages fit.
 */
const LINE_BUDGET = 128 * 2 ** 20;

/** Opens what starts servers, reads their messages and inspects the large ones. */
export function openSessions(parts: Omit<Parts, 'sessions' | 'logins' | 'identities'>): Sessions {
  const { options, home, cleanup, recorder, state, approvals, wayOut } = parts;
  const { workers, upstreams, timings } = options;
  const { configuration, entrance, paths, fingerprints, fingerprintKey, log } = home;
  const { delivery, space } = recorder;
  const logs = new ServerLogs(paths.logs);
  cleanup.add(() => logs.close());
  const large = new LargeMessages(workers.large, () => configuration.current, fingerprintKey);
  cleanup.add(() => large.close());
  const reaper = new Reaper();
  cleanup.add(() => reaper.close());
  const links = new RemoteLinks({
    proxy: configuration.started.daemon.proxy,
    terminal: wayOut.terminal,
    tokens: paths.tokens,
    onProblem: (server, problem, hint) =>
      log.warn({ server, problem, hint }, 'a remote server cannot be used with these settings'),
  });
  cleanup.add(() => links.close());
  const host: UpstreamHost = {
    path: () => readSearchPath(entrance.path),
    terminal: wayOut.terminal,
    links,
    secrets: () => configuration.secrets,
    reaper,
    timings,
  };
  return new Sessions({
    ...state,
    gate: approvals.gate,
    configuration,
    usualConfig: entrance.config,
    large,
    fingerprints,
    upstreams,
    host,
    logs,
    turns: new Turns({ delivery }),
    budget: new ByteBudget(LINE_BUDGET),
    checkRoom: (server) => space.checkServer(server),
    timings,
  });
}
