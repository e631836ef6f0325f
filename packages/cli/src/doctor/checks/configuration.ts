import { GuardError } from '@mcp-guard/core';
import { findWarnings } from '@mcp-guard/policy';
import { count } from '../../output/count.js';
import { fail, ok, warn, type Check } from '../check.js';

/** The configuration with its bases, as the daemon reads it. */
export const configuration: Check = {
  id: 'configuration',
  run({ config, loaded }) {
    if (loaded instanceof GuardError) {
      const [first = '', ...more] = loaded.message.split('\n');
      const rest = more.length > 0 ? ` (and ${count(more.length, 'more problem')})` : '';
      return fail(
        `${first}${rest}`,
        loaded.hint ?? { words: 'correct it; every problem is named by:', command: 'mcp-guard validate' },
      );
    }
    const { warnings } = findWarnings(loaded);
    const servers = count(Object.keys(loaded.config.servers).length, 'server');
    const bound = loaded.bases.map(({ name }) => `, bound by the base ${name}`).join('');
    if (warnings.length === 0) return ok(`${config} is valid: ${servers}${bound}`);
    return warn(`${config} is valid, with ${count(warnings.length, 'warning')}${bound}`, {
      command: 'mcp-guard validate',
    });
  },
};
