import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, deny, heldId } from '../support/approvals.ts';
import { dirname } from 'node:path';
import { shellOf as shellAt, type Shell } from '../support/command.ts';
import { createGuard, type CommandResult, type TestGuard } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { runHere } from '../../../cli/test/run-here.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

const CONFIG = `auth:
  roles:
    reader: {permissions: {allowed_tools: [read_*]}}
    nobody: {users: [nobody-at-all]}
servers:
  files:
    command: x
    policy:
      permissions: {denied_tools: [delete_file, '*secret*'], arguments: [{tool: pay, path: /amount, max: 100}, {tool: note, path: /text, matches: ['*DE44*']}]}
      rate_limit: {requests_per_minute: 5, tool_limits: {'read_*': {requests_per_hour: 0}}}
  bank:
    command: x
    policy:
      permissions: {require_approval: [send], arguments: [{tool: pay, path: /to, one_of: [anna], else: approve}]}
      spend: {tools: {pay: {amount: /amount}}, max_per_day: 100, require_approval_above: 10}
pii: {actions: {iban: {request: redact}}}
`;

const NO_RECORD =
  'note: nothing has been recorded yet: what was used, spent, decided, marked and withheld is left out\n';

/** Beside the home: names of files are seen from here, and none of the home may be named. */
const shellOf = (guard: TestGuard): Shell => ({ ...shellAt(guard), cwd: dirname(guard.home) });

describe('explain', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    guard = await createGuard(CONFIG);
  });
  afterAll(() => guard.close());

  const toText = ({ code, stdout, stderr }: CommandResult): string =>
    `${stdout}${stderr.replace(NO_RECORD, '')}exit ${code}`;
  const explain = async (...args: readonly string[]): Promise<string> =>
    toText(await runHere(shellOf(guard), 'explain', ...args.map((arg) => arg.replace('HOME', guard.home))));

  it('names the rule that refuses, with its place, and all others that apply', async () => {
    expect(await explain('files', 'my_secret_tool')).toBe(
      [
        'refused: the tool is denied (role: default)',
        'VERDICT  RULE                                                                      WHY',
        'counts   mcp-guard.yaml:10:41 servers.files.policy.rate_limit.requests_per_minute  5 a minute',
        'refuses  mcp-guard.yaml:9:49 servers.files.policy.permissions.denied_tools[1]      the tool is denied',
        'exit 77',
      ].join('\n'),
    );
  });

  it('shows that a call would pass', async () => {
    expect(await explain('files', 'list')).toMatch(/^allowed \(role: default\)\n[^]*exit 0$/u);
  });

  it('judges a call as that of a user with a role', async () => {
    expect(await explain('files', 'list', '--role', 'reader')).toContain(
      'refuses  mcp-guard.yaml:3:43 auth.roles.reader.permissions.allowed_tools',
    );
    expect(await explain('files', 'list', '--role', 'raeder')).toMatch(/there is no role raeder[^]*exit 64$/u);
  });

  it('shows what a call costs, and which rules hold it', async () => {
    const told = await explain('bank', 'pay', '{"to": "ben", "amount": 50}');
    expect(told).toContain('needs an approval: the argument /to must be one of');
    expect(told).toMatch(
      /counts +mcp-guard\.yaml:15:\d+ servers\.bank\.policy\.spend\.max_per_day +50\.00 of 100\.00 USD any day/u,
    );
    expect(told).toMatch(/asks +mcp-guard\.yaml:15:\d+ servers\.bank\.policy\.spend\.require_approval_above/u);
    expect(told).toMatch(/exit 75$/u);
    expect(await explain('bank', 'send')).toContain('needs an approval: this tool requires approval');
    expect(await explain('bank', 'pay', '{"to": "anna", "amount": 1e3}')).toMatch(
      /is not a number of digits[^]*exit 77$/u,
    );
    expect(await explain('bank', 'pay', '{"to": "anna", "amount": 101}')).toMatch(/more than the cap[^]*exit 77$/u);
  });

  it('reports a limit of zero', async () => {
    expect(await explain('files', 'read_file')).toContain('a limit of zero lets nothing pass');
  });

  it.each([
    ['an unknown server', ['filess', 'list'], /there is no server filess; did you mean files\?[^]*exit 69$/u],
    [
      'arguments that are no JSON',
      ['files', 'list', '{'],
      /ARGUMENTS is not valid JSON, or has a key twice\nexit 64$/u,
    ],
    ['a server of every object', ['constructor', 'list'], /there is no server constructor[^]*exit 69$/u],
    ['a tool that was never shown', ['files', 'nosuch'], /note: files has shown no tool[^]*nosuch/u],
  ])('tells of %s', async (_, args, told) => {
    expect(await explain(...args)).toMatch(told);
  });

  it.each([
    [
      'a file of the guard',
      ['files', 'list', '{"path": "HOME/daemon.key"}'],
      /this path is one of mcp-guard’s own files/u,
    ],
    [
      'an argument',
      ['files', 'pay', '{"amount": 900719925474099301}'],
      /the argument \/amount must be a number not above the policy’s limit/u,
    ],
    [
      'a credential, and never tells it',
      ['files', 'list', '{"note": "AKIAZ7QX2MPL4VTW6RNB"}'],
      /refused: an AWS access key \(aws_key\) at \/params\/arguments\/note is refused(?![^]*AKIA)/u,
    ],
    [
      'what is only recorded',
      ['files', 'list', '{"to": "ada@example.com"}'],
      /\(email\) at \/params\/arguments\/to is only recorded/u,
    ],
    [
      'arguments as they will be sent, without what is taken out',
      ['files', 'note', '{"text": "IBAN DE44 5001 0517 5407 3249 31"}'],
      /refused: the argument \/text must be text that the policy’s patterns match \(role: default\)\n[^]*\(iban\) at .* is taken out/u,
    ],
    [
      'what nobody could be asked about, since it is too much to read',
      ['bank', 'send', `{"text": "${'x'.repeat(66_000)}"}`],
      /refused: this call is too long to be shown to the person who would decide/u,
    ],
    ['arguments that end too soon', ['files', 'list', '{}},"x":{'], /ARGUMENTS is not valid JSON/u],
    ['a key twice', ['files', 'list', '{"a": 1, "a": 2}'], /ARGUMENTS is not valid JSON/u],
  ])('sees %s', async (_, args, told) => {
    expect(await explain(...args)).toMatch(told);
  });

  it('prints JSON for programs', async () => {
    const text = await explain('files', 'delete_file', '{}', '--json');
    expect(JSON.parse(text.replace(/exit 77$/u, ''))).toMatchObject({
      outcome: 'refused',
      decisive: { verdict: 'refuses', why: 'the tool is denied' },
      gaps: [expect.stringContaining('nothing has been recorded yet') as unknown],
      rules: [
        { verdict: 'counts' },
        { verdict: 'refuses', rule: expect.stringContaining('denied_tools[0]') as unknown },
      ],
    });
  });
});

const STATEFUL = {
  servers: {
    t: {
      ...tinyServer(),
      policy: {
        rate_limit: { tool_limits: { cwd: { requests_per_hour: 1 } } },
        permissions: { require_approval: ['pid'] },
        spend: { tools: { environment: { price: 3 } }, max_per_day: 5, max_per_session: 5 },
      },
    },
  },
  pii: { actions: { email: { response: 'redact' } } },
};

describe.each([false, true])('explain, of a guard that has run (encrypted: %s),', (enabled) => {
  it('reports what the daemon then does: with markers, limits, caps and decisions', async () => {
    await withGuard({ ...STATEFUL, daemon: { encryption: { enabled } } }, async (guard) => {
      const explained = async (tool: string, args: object = {}): Promise<string> => {
        const { code, stdout } = await runHere(shellOf(guard), 'explain', 't', tool, JSON.stringify(args));
        return `${stdout}exit ${code}`;
      };
      await using client = startClient(guard.connect('t'));
      await client.initialize();
      const call = (tool: string, args: object = {}) => client.request('tools/call', { name: tool, arguments: args });

      const marked = { text: 'x [REDACTED:email] y' };
      expect(await explained('echo', marked)).toMatch(/allowed[^]*exit 0$/u);
      expect(JSON.stringify(await call('echo', { text: 'ada@example.com' }))).toContain('[REDACTED:email]');
      expect(await explained('echo', marked)).toMatch(/refused: the message holds \[REDACTED:email\][^]*exit 77$/u);
      expect(await call('echo', marked)).toMatchObject({ error: { data: { code: 'CONTENT_BLOCKED' } } });

      expect(await explained('cwd')).toMatch(/1 an hour, none used now[^]*exit 0$/u);
      await call('cwd');
      expect(await explained('cwd')).toMatch(/refused: 1 an hour: too many requests[^]*exit 77$/u);
      expect(await call('cwd')).toMatchObject({ error: { data: { code: 'RATE_LIMITED' } } });

      await call('environment');
      expect(await explained('environment')).toMatch(
        /refused: 3\.00 of 5\.00 USD any day, 3\.00 spent so far \(role: default\)\n[^]*max_per_session +3\.00 of 5\.00 USD a session\n[^]*exit 77$/u,
      );
      expect(await call('environment')).toMatchObject({ error: { data: { code: 'SPEND_LIMIT' } } });

      expect(await explained('pid')).toMatch(/needs an approval: this tool requires approval[^]*exit 75$/u);
      const id = heldId(JSON.stringify(await call('pid')));
      expect(await explained('pid')).toMatch(new RegExp(`asks +\\(approval ${id}\\)[^]*exit 75$`, 'u'));
      await approve(guard, id);
      expect(await explained('pid')).toMatch(
        /allowed: a person lets this call pass once \(role: default\)\n[^]*exit 0$/u,
      );
      expect(await call('pid')).toHaveProperty('result');
      await deny(guard, heldId(JSON.stringify(await call('pid'))));
      expect(await explained('pid')).toMatch(/refused: a person has denied this call \(role: default\)\n[^]*exit 77$/u);
      await guard.run('stop');
      expect(await explained('pid')).toMatch(/refused: a person has denied this call \(role: default\)\n[^]*exit 77$/u);
    });
  });
});

it('explain names what only the daemon knows', async () => {
  await withGuard(STATEFUL, async (guard) => {
    const { stderr } = await runHere(shellOf(guard), 'explain', 't', 'environment');
    expect(stderr).toContain(
      'note: only the daemon knows what a session has spent of servers.t.policy.spend.max_per_session',
    );
  });
});
