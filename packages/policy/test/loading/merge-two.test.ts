import { array, assert as check, boolean, constantFrom, integer, option, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.js';
import { IN_BASE, IN_MACHINE, type Config } from '../../src/config.js';
import { parseBase, parseFile } from '../../src/loading/load.js';
import { findLoosenings } from '../../src/changes/loosening.js';
import { mergeBases } from '../../src/loading/merge.js';

const FILE = {
  servers: { github: { command: 'npx', args: ['-y', '@x/github@1.2.0'] }, files: { command: '/opt/files' } },
};
const file = parseFile(JSON.stringify(FILE), 'f.yaml', new Map()).file;
const ENTRY = { command: 'npx', args: ['-y', '@x/github@*'] };

const floorOf = (prefix: string, base: object) => ({
  prefix,
  name: 'b.yaml',
  file: parseBase(JSON.stringify(base), 'b.yaml').file,
});

/** A file under the base that it extends, or that of the machine, or both. */
const merge = ({ base, machine }: { base?: object; machine?: object }): Config =>
  mergeBases(file, [...(base ? [floorOf(IN_BASE, base)] : []), ...(machine ? [floorOf(IN_MACHINE, machine)] : [])]);

const tools = array(constantFrom('a', 'b', 'c_*'), { maxLength: 3 });
const policy = record({ permissions: record({ denied_tools: tools, require_approval: tools }) });
const anyBase = record(
  {
    allow_other_servers: boolean(),
    default: policy,
    servers: record({ github: record({ policy, max_sessions: integer({ min: 1, max: 9 }) }) }).map(({ github }) => ({
      github: { ...ENTRY, ...github },
    })),
    // A base alone replaces what the file says here, also by more.
    daemon: record({
      max_depth: integer({ min: 4, max: 200 }),
      max_message_bytes: integer({ min: 1024, max: 2 ** 26 }),
      encryption: record({ enabled: boolean() }),
    }),
    interceptors: record({ timeout: integer({ min: 1, max: 60 }) }),
    approvals: record({
      expires_after: integer({ min: 1, max: 600 }),
      passphrase: boolean(),
      inside_clients: constantFrom('refuse', 'allow'),
    }),
    pii: record({ enabled: constantFrom(true) }),
  },
  { requiredKeys: ['daemon'] },
);

describe('a file under two bases', () => {
  it('may do nothing that one of them alone forbids', () => {
    check(
      property(anyBase, anyBase, (base, machine) => {
        const both = merge({ base, machine });
        // The home folder, into which a base moves a package, is another one and no looser.
        const found = [merge({ base }), merge({ machine })].flatMap((one) => findLoosenings(one, both));
        expect(found.filter((line) => line !== 'servers.github.cwd was changed')).toEqual([]);
      }),
      { numRuns: rounds(200) },
    );
  });

  it('under the same base twice is as under one', () => {
    check(
      property(option(anyBase), (base) => {
        const [one, two] = [merge({ base: base ?? {} }), merge({ base: base ?? {}, machine: base ?? {} })];
        expect([two.daemon, two.approvals, two.interceptors]).toEqual([one.daemon, one.approvals, one.interceptors]);
      }),
      { numRuns: rounds(100) },
    );
  });

  it('does not use a server that one of them does not name', () => {
    const [open, closed] = [{ servers: { files: { command: '/opt/files' } } }, { allow_other_servers: false }];
    expect(merge({ base: open, machine: closed }).servers['files']?.forbidden).toBe('machine:allow_other_servers');
    expect(merge({ base: closed, machine: open }).servers['files']?.forbidden).toBe('base:allow_other_servers');
  });

  it('starts a package in the home folder if one of them does not leave it to the client', () => {
    const [free, bound] = [{ servers: { github: { ...ENTRY, cwd: '*' } } }, { servers: { github: ENTRY } }];
    const cwdOf = (config: Config): unknown => {
      const server = config.servers['github'];
      return server && 'cwd' in server ? server.cwd : undefined;
    };
    expect(cwdOf(merge({ base: free, machine: free }))).toBeNull();
    expect(cwdOf(merge({ base: free, machine: bound }))).toBe(cwdOf(merge({ base: bound })));
    expect(cwdOf(merge({ base: bound, machine: free }))).toBe(cwdOf(merge({ base: bound })));
  });

  it('takes the setting of the machine where none is stricter', () => {
    const [base, machine] = [
      { daemon: { log_level: 'debug' }, refusals: 'error' },
      { daemon: { log_level: 'warn' }, refusals: 'tool_result' },
    ];
    const { daemon, refusals } = merge({ base, machine });
    expect([daemon.log_level, refusals]).toEqual(['warn', 'tool_result']);
  });
});
