import { Fingerprints } from '@mcp-guard/core';
import { layersOf, parseConfig, type Config } from '@mcp-guard/policy';
import { PiiRules } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import { createInterceptors, type Interceptor } from '../src/interceptor.js';
import { INTERCEPTORS } from '../src/registry.js';
import { Pipeline } from '../src/pipeline.js';
import { createServers, type GuardedServer } from '../src/policies.js';
import { selfTest } from '../src/self-test.js';
import { UNUSED } from './support/pipeline.js';

const config = parseConfig(
  JSON.stringify({
    servers: { a: { command: 'x' }, b: { command: 'x', policy: { permissions: { denied_tools: ['*x', 'delete'] } } } },
  }),
  'f.yaml',
  new Map(),
);

const compile = (of: Config): ReadonlyMap<string, GuardedServer> =>
  createServers(of, { locate: (rule) => rule, fingerprints: new Fingerprints('00') });

const testBuilt = (of: Config): void => selfTest(of, compile(of));

/** The same servers with a pipeline that has lost its interceptors, or got others. */
function broken(interceptors: readonly Interceptor[]): ReadonlyMap<string, GuardedServer> {
  const pipeline = new Pipeline({ interceptors, maxDepth: 9, ...UNUSED });
  const servers = compile(config);
  return new Map(
    [...servers].map(([name, server]) => [
      name,
      { ...server, policyFor: (roles) => ({ ...server.policyFor(roles), pipeline }) },
    ]),
  );
}

describe('the self-test', () => {
  it('passes with the real interceptors', () => {
    expect(() => testBuilt(config)).not.toThrow();
  });

  it('passes if only few tools are allowed', () => {
    const servers = {
      a: { command: 'x', policy: { permissions: { allowed_tools: ['only'] }, unknown_methods: 'refuse' } },
    };
    expect(() => testBuilt(parseConfig(JSON.stringify({ servers }), 'f.yaml', new Map()))).not.toThrow();
  });

  it('fails if no interceptor refuses', () => {
    expect(() => selfTest(config, broken([]))).toThrow('self-test: the policy of a does not refuse what it must');
  });

  it('fails if a broken interceptor refuses everything', () => {
    const toServer = (): never => {
      throw new Error('broken');
    };
    expect(() => selfTest(config, broken([{ name: 'broken', toServer }]))).toThrow('self-test');
  });

  it('fails if a credential passes', () => {
    const scope = { config, server: 'a', fingerprints: new Fingerprints('00') };
    const layers = layersOf(config, config.servers['a']!, []);
    const pii = new PiiRules(config.pii, 'a');
    const others = createInterceptors(INTERCEPTORS, { ...scope, layers, pii }).filter(({ name }) => name !== 'pii');
    expect(() => selfTest(config, broken(others))).toThrow('self-test: the policy of a');
    const off = parseConfig(
      JSON.stringify({ servers: { a: { command: 'x' } }, pii: { enabled: false } }),
      'f.yaml',
      new Map(),
    );
    expect(() => testBuilt(off)).not.toThrow();
  });

  it('fails if only aliases of methods are refused, and not the denied tool', () => {
    const [aliases] = [
      ...createServers(config, {
        locate: (rule) => rule,
        fingerprints: new Fingerprints('00'),
      }).values(),
    ];
    if (!aliases) throw new Error('no server');
    const { pipeline } = aliases.policyFor([]);
    const servers = [...broken([])].map(([name, server]): [string, GuardedServer] => [
      name,
      { ...server, policyFor: (roles) => ({ ...server.policyFor(roles), pipeline }) },
    ]);
    expect(() => selfTest(config, new Map(servers))).toThrow('self-test: the policy of b');
  });
});
