import { GuardError } from '@mcp-guard/core';
import { count } from '../../output/count.js';
import { fail, ok, warn, type Check, type Examined } from '../check.js';

/** As the daemon says it of what applies from its next start on. */
const NEEDS_RESTART = /restart the daemon/;
const RESTART = { command: 'mcp-guard restart' };

/** The daemon that serves this configuration, and the status that it reports. */
export const daemon: Check = {
  id: 'daemon',
  run(examined) {
    const { daemon: running, tools } = examined;
    if (!running) return findWhyNone(examined);
    const { pid, version, config, dashboardProblem, audit } = running;
    if (config.path !== examined.config) {
      return warn(`a daemon runs (pid ${pid}) with ${config.path}, not ${examined.config}`, RESTART);
    }
    return [
      ...(version === tools.version
        ? ok(`the daemon runs (pid ${pid}), and has this version`)
        : warn(`the daemon (pid ${pid}) has version ${version}, this is ${tools.version}`, RESTART)),
      ...config.problems.flatMap((problem) =>
        fail(`not in force: ${problem}`, NEEDS_RESTART.test(problem) ? RESTART : { command: 'mcp-guard validate' }),
      ),
      ...(audit.failure === null
        ? []
        : fail(`traffic is refused: ${audit.failure}`, { command: 'mcp-guard help errors INTERNAL' })),
      ...audit.warnings.flatMap((warning) => warn(`record: ${warning}`, { command: 'mcp-guard status' })),
      ...(dashboardProblem === null
        ? []
        : warn(`there is no page: ${dashboardProblem}`, 'set daemon.dashboard_port to another port')),
      ...(config.loosened === null || config.acknowledged !== null
        ? []
        : warn(
            `the configuration allows more than when you last looked: ${count(config.loosened.changes.length, 'change')}`,
            { words: 'look at them, then:', command: 'mcp-guard status --ack' },
          )),
    ];
  },
};

function findWhyNone({ loaded }: Examined) {
  if (loaded instanceof GuardError)
    return fail('no daemon runs, and none can start', 'correct the configuration first');
  return warn('no daemon runs; clients start it', { command: 'mcp-guard start -d' });
}
