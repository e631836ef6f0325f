import type { GuardError } from '@mcp-guard/core';
import { emptyEntry } from '@mcp-guard/store';
import type { Logger } from 'pino';
import type { ApprovalRuntime } from './approvals/index.js';
import type { Configuration } from './config/configuration.js';
import type { Recorder } from './record/recorder.js';
import type { LoginKeeper } from './identity/oauth/login-keeper.js';
import type { Timings } from './timings.js';
import type { Sessions } from './session/sessions.js';

const MAX_DETAIL = 2048;

export interface ReloadOptions {
  readonly configuration: Configuration;
  readonly logins: Pick<LoginKeeper, 'reconfigure'>;
  readonly approvals: Pick<ApprovalRuntime, 'reconfigure'>;
  readonly sessions: Sessions;
  readonly recorder: Pick<Recorder, 'delivery'>;
  readonly timings: Timings;
  readonly log: Logger;
}

const report = (what: string): void => void process.stderr.write(`mcp-guard: ${what}\n`);

/**
 * Watches the configuration's files, and reports every change where people look: in the
 * record, in the log, on the daemon's standard error, and through `status`. An agent that
 * edits its own guard may have made a change that loosens. Returns a function that stops it.
 */
export function followReloads({
  configuration,
  logins,
  approvals,
  sessions,
  recorder,
  timings,
  log,
}: ReloadOptions): () => void {
  const record = (outcome: 'allow' | 'block', detail: string, warn: boolean): void => {
    const text = detail.length > MAX_DETAIL ? `${detail.slice(0, MAX_DETAIL)}…` : detail;
    recorder.delivery.record({ ...emptyEntry('daemon', 'reload'), outcome, warn, detail: text });
  };
  return configuration.watch(
    ({ ended, needsRestart, loosened }) => {
      const facts = { config: configuration.path, ended: [...ended], needsRestart };
      if (loosened.length === 0) log.info(facts, 'the configuration was reloaded');
      else {
        log.warn({ ...facts, loosened }, 'the configuration was reloaded and allows more');
        report(`the configuration allows more now: ${loosened.join('; ')}`);
      }
      record('allow', loosened.length === 0 ? 'reloaded' : `allows more: ${loosened.join('; ')}`, loosened.length > 0);
      logins.reconfigure();
      approvals.reconfigure();
      sessions.configurationChanged(ended);
    },
    (error: GuardError) => {
      log.error({ problems: error.message }, 'the configuration cannot be used; the old one stays');
      report(`the configuration cannot be used; the old one stays:\n${error.message}`);
      record('block', `the old configuration stays: ${error.message}`, true);
    },
    timings,
  );
}
