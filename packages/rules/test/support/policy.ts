import { Fingerprints } from '@mcp-guard/core';
import { layersOf, parseConfig } from '@mcp-guard/policy';
import { PiiRules } from '@mcp-guard/rules';
import type { PolicyScope } from '../../src/interceptor.js';

/**
 * The policy of one server, `files`, read from a configuration.
 * @param rest other sections of it
 */
export function scopeOf(policy: object, name = 'files', rest: object = {}): PolicyScope {
  const config = parseConfig(
    JSON.stringify({ servers: { [name]: { command: 'x', policy } }, ...rest }),
    'mcp-guard.yaml',
    new Map(),
  );
  const server = config.servers[name];
  if (!server) throw new Error(`no server ${name}`);
  return {
    config,
    server: name,
    layers: layersOf(config, server, []),
    pii: new PiiRules(config.pii, name),
    fingerprints: new Fingerprints('00'),
  };
}
