import type { GuardError } from '@mcp-guard/core';
import { emptyEntry } from '@mcp-guard/store';
import type { Parts } from './parts.js';

const MAX_DETAIL = 2048;

const report = (what: string): void => void process.stderr.write(`mcp-guard: ${what}\n`);

/**
 * Watches the configuration's files, and reports every change where people look: in the
 * record, in the log, on the daemon's standard error, and through `status`. An agent that
 * edits its own guard may have made a change that loosens. Returns a function that stops it.
 */
export function followReloads({ options, home, logins, approvals, sessions, recorder }: Parts): () => void {
  const { configuration, log } = home;
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
    options.timings,
  );
}
