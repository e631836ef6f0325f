import { afterEach, describe, expect, it } from 'vitest';
import { paintVerdicts } from '../../src/explain/describe.js';
import { BUILT_IN } from '@mcp-guard/policy';
import { call, recordedHome, type RecordedHome } from '../logs/recorded-home.js';

let guard: RecordedHome | undefined;
afterEach(() => {
  guard?.remove();
  guard = undefined;
});

const CONFIG = `auth: {roles: {reader: {users: [ada], permissions: {allowed_tools: ['read_*']}}}}
servers: {files: {command: x, policy: {permissions: {denied_tools: [delete_file]}}}}
`;
const CLAIM = { method: 'initialize', target: null, rpcId: '1', detail: 'the client says it is Claude Code 2.1' };
const REFUSED = {
  target: 'delete_file',
  outcome: 'block',
  code: 'POLICY_DENIED',
  rule: 'mcp-guard.yaml:9:9 servers.files',
  detail: 'the tool is denied',
} as const;
const NOTE = 'note: arguments are not recorded: rules about arguments and content are asked about a call without any\n';

it('the verdicts of an explanation have colors, and no other words', () => {
  const text = 'VERDICT  RULE\nrefuses  a  refuses\ncounts   b\npasses once';
  expect(paintVerdicts(text)).toBe(text.replace('\nrefuses', '\n\u001b[31mrefuses\u001b[0m'));
});

describe('explain with the id of a record', () => {
  it('says what happened to the call, and what would happen to it now', async () => {
    guard = recordedHome([CLAIM, { ...REFUSED, session: 's1', actor: 'bob' }], [], CONFIG);
    const { code, stdout, stderr } = await guard.run('explain', '2');
    const [happened, now, first] = stdout.split('\n');
    expect(happened).toMatch(
      /^record 2: files delete_file by bob with Claude Code, .*: refused: the tool is denied \[mcp-guard\.yaml:9:9 servers\.files\]$/u,
    );
    expect([now, first]).toEqual(['now:', 'refused: the tool is denied (role: default)']);
    expect({ code, stderr }).toEqual({ code: 77, stderr: NOTE });
  });

  it('is about the user of the record, with the roles that they have now', async () => {
    guard = recordedHome(call({ target: 'write_file' }), [], CONFIG);
    const { stdout } = await guard.run('explain', '2');
    expect(stdout).toContain('(role: reader)');
  });

  it('is the same for programs', async () => {
    guard = recordedHome([REFUSED], [], CONFIG);
    const { stdout } = await guard.run('explain', '1', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      recorded: { id: 1, server: 'files', tool: 'delete_file', user: 'ada', client: null, outcome: 'refused' },
      outcome: 'refused',
    });
  });

  it.each([BUILT_IN, 'mcp-guard.yaml:1:1 servers.files.policy.permissions.arguments[0]'])(
    'does not claim that a call passes whose arguments were refused and are not recorded: %s',
    async (rule) => {
      guard = recordedHome([{ ...REFUSED, target: 'read_file', code: 'POLICY_DENIED', rule }], [], CONFIG);
      expect(await guard.run('explain', '1')).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('\nunknown: its arguments are not recorded. By the other rules:\nallowed'),
      });
    },
  );

  it('does not claim that content passes which was refused and is not recorded', async () => {
    const refused = { outcome: 'block', code: 'CONTENT_BLOCKED', detail: 'the request holds a password' } as const;
    guard = recordedHome([{ ...refused, target: 'read_file' }], [], CONFIG);
    const { code, stdout } = await guard.run('explain', '1');
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('\nunknown: message contents are not recorded'),
    });
  });

  it.each([
    [['9'], 64, 'the record has no row 9'],
    [['1'], 64, 'the record 1 is no call of a tool'],
    [['files'], 64, 'the name of the tool is missing'],
  ])('refuses %j', async (args, code, words) => {
    guard = recordedHome([CLAIM], [], CONFIG);
    const result = await guard.run('explain', ...args);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(words);
  });
});
