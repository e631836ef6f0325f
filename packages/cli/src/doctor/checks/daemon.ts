import { GuardError } from '@mcp-guard/core';
import { count } from '../../count.js';
import { fail, ok, warn, type Check, type Examined } from '../check.js';

/** As the daemon says it of what applies from its next start on. */
const NEEDS_RESTART = /restart the daemon/;

/** The daemon that serves this configuration, and what it says of itself. */
export const daemon: Check = {
  id: 'daemon',
  run(examined) {
    const { daemon: running, tools } = examined;
    if (!running) return findWhyNone(examined);
    const { pid, version, config, dashboardProblem, audit } = running;
    if (config.path !== examined.config) {
      return warn(`a daemon runs (pid ${pid}) with ${config.path}, not ${examined.config}`, 'mcp-guard restart');
    }
    return [
      ...(version === tools.version
        ? ok(`the daemon runs (pid ${pid}), and has this version`)
        : warn(`the daemon (pid ${pid}) has version ${version}, this is ${tools.version}`, 'mcp-guard restart')),
      ...config.problems.flatMap((problem) =>
        fail(`not in force: ${problem}`, NEEDS_RESTART.test(problem) ? 'mcp-guard restart' : 'mcp-guard validate'),
      ),
      ...(audit.failure === null ? [] : fail(`traffic is refused: ${audit.failure}`, 'mcp-guard errors INTERNAL')),
      ...audit.warnings.flatMap((warning) => warn(`record: ${warning}`, 'mcp-guard status')),
      ...(dashboardProblem === null
        ? []
        : warn(dashboardProblem, 'free the port, or set daemon.dashboard_port to another')),
      ...(config.loosened === null || config.acknowledged !== null
        ? []
        : warn(
            `the configuration allows more than when you last looked: ${count(config.loosened.changes.length, 'change')}`,
            'mcp-guard status, then mcp-guard status --ack',
          )),
    ];
  },
};

function findWhyNone({ loaded }: Examined) {
  if (loaded instanceof GuardError)
    return fail('no daemon runs, and none can start', 'correct the configuration first');
  return warn('no daemon runs; clients start it', 'mcp-guard start -d');
}
