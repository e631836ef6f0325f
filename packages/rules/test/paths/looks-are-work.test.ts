import { Fingerprints } from '@mcp-guard/core';
import { parseConfig } from '@mcp-guard/policy';
import { expect, it } from 'vitest';
import { createServers, findServer } from '../../src/policies.js';
import { contextOf } from '../support/context.js';
import { FREE } from '../support/pipeline.js';
import { read } from '../support/read.js';

/** What the message counts as beside its characters, in looks at the file system. */
function looksOf(policy: object, message: object): number {
  const config = parseConfig(JSON.stringify({ servers: { files: { command: 'x', policy } } }), 'test.yaml', new Map());
  const servers = createServers(config, { locate: (rule) => rule, fingerprints: new Fingerprints('00') });
  let work = 0;
  const context = { ...contextOf(), onWork: (characters: number) => void (work += characters) };
  findServer(servers, 'files').policyFor([]).pipeline.run('toServer', read(message), context, FREE);
  return work / 500;
}

const call = { id: 1, method: 'tools/call', params: { name: 'read', arguments: { path: '/usr/missing/b' } } };
const under = { permissions: { arguments: [{ tool: 'read', path: '/path', under: ['/'] }] } };
const roots = { id: 1, result: { roots: [{ uri: 'file:///usr/missing/b' }] } };

it('the guard’s own files, rules on paths and rules on roots pay for their looks as for other work', () => {
  const own = looksOf({}, call);
  expect(own).toBeGreaterThan(1);
  expect(looksOf(under, call)).toBeGreaterThan(own + 1);
  expect(looksOf({ roots: { only: ['/usr'] } }, roots)).toBeGreaterThan(looksOf({}, roots) + 1);
});
