import { layersOf, parseConfig } from '@mcp-guard/policy';
import type { PolicyScope } from '../../src/interceptor.js';

/** The policy of one server, `files`, read from a configuration. */
export function scopeOf(policy: object, name = 'files'): PolicyScope {
  const config = parseConfig(
    JSON.stringify({ servers: { [name]: { command: 'x', policy } } }),
    'mcp-guard.yaml',
    new Map(),
  );
  const server = config.servers[name];
  if (!server) throw new Error(`no server ${name}`);
  return { config, server: name, layers: layersOf(config, server, []) };
}
