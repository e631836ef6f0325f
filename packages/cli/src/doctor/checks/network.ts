import { GuardError } from '@mcp-guard/core';
import { isOfTerminal, readEnvironment } from '@mcp-guard/core/terminal-environment';
import { ok, warn, type Check } from '../check.js';

/** Names of proxies and certificates, by any program. */
const NETWORK = /proxy|_ca_|cert/i;

/** Variables of this terminal with which programs reach the network, and which servers do not get. */
export const network: Check = {
  id: 'network',
  run({ tools: { env }, paths, loaded }) {
    if (loaded instanceof GuardError) return []; // nothing starts anyway
    const passed = loaded.config.daemon.pass_env;
    const kept = readEnvironment(paths.environment, passed);
    const wanted = Object.keys(env).filter((name) => NETWORK.test(name) && env[name] !== '');
    const recorded = wanted.filter((name) => (isOfTerminal(name) || passed.includes(name)) && kept[name] !== env[name]);
    if (recorded.length > 0) {
      return warn(`servers do not get what this terminal has: ${recorded.join(', ')}`, {
        command: 'mcp-guard restart',
      });
    }
    const others = wanted.filter((name) => !isOfTerminal(name) && !passed.includes(name));
    if (others.length === 0) return ok('servers get the proxy and certificates of this terminal');
    return warn(
      `servers do not get ${others.join(', ')}`,
      `daemon.pass_env: [${others.join(', ')}], if a server needs it`,
    );
  },
};
