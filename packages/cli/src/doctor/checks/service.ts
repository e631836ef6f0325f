import { readService } from '../../service/report.js';
import { openManager } from '../../service/registry.js';
import { thisSystem } from '../../service/system.js';
import { fail, ok, warn, type Check } from '../check.js';

/** The daemon from login on, if that was asked for. */
export const service: Check = {
  id: 'service',
  async run({ tools, config }) {
    const { installed, service: state, problem } = await readService(tools, openManager(thisSystem(tools.env)), config);
    if (!installed) return [];
    if (state === null)
      return warn(`the service cannot be asked: ${problem ?? 'no reason was given'}`, {
        command: 'mcp-guard service status',
      });
    return state.running
      ? ok('the service runs')
      : fail('the service is installed and does not run', { command: 'mcp-guard service install' });
  },
};
