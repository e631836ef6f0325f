import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DaemonStatus } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { shellOf } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { toolServer } from '../support/listing-server.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { runInTerminal } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { play, session } from './terminal.ts';

const SERVER = toolServer(
  { name: 'list_issues', annotations: { readOnlyHint: true } },
  { name: 'create_issue', annotations: { readOnlyHint: false, destructiveHint: false } },
  { name: 'delete_file' },
  { name: 'zap' },
  { name: 'a_tool_with_a_name_that_is_longer_than_a_column' },
);
const YAML = `# the hub
servers:
  hub: # all of it
    command: ${JSON.stringify(SERVER.command)}
    args: ${JSON.stringify(SERVER.args)}
    policy:
      permissions:
        denied_tools: ['z*']   # no
      rate_limit: {tool_limits: {list_issues: {requests_per_minute: 5}}}
  other: {command: nothing}
`;

const AT_80 = `hub: 5 tools
TOOL          DOES       VERDICT  RULE
a_tool_with_a_name_that_is_longer_than_a_column
              unknown    allowed  default
create_issue  writes     allowed  default
delete_file   destroys?  allowed  default
list_issues   reads      limited  9:69 rate_limit.tool_limits.list_issues.
                                  requests_per_minute
zap           unknown    denied   8:24 denied_tools[0]
`;

const IN_A_PIPE = `hub: 5 tools
TOOL                                             DOES       VERDICT  RULE
a_tool_with_a_name_that_is_longer_than_a_column  unknown    allowed  default
create_issue                                     writes     allowed  default
delete_file                                      destroys?  allowed  default
list_issues                                      reads      limited  9:69 rate_limit.tool_limits.list_issues.requests_per_minute
zap                                              unknown    denied   8:24 denied_tools[0]
`;

const pathOf = (guard: TestGuard): string => join(guard.home, 'mcp-guard.yaml');
const textOf = (guard: TestGuard): Promise<string> => readFile(pathOf(guard), 'utf8');

/** A guard whose server has shown its tools. */
const withTools = (test: (guard: TestGuard) => Promise<void>): Promise<void> =>
  withGuard(YAML, async (guard) => {
    await using client = startClient(guard.connect('hub'));
    await client.initialize();
    await client.request('tools/list', {});
    await test(guard);
  });

describe('tools', () => {
  it('shows what each tool does, what it may, and which rule says so', () =>
    withTools(async (guard) => {
      expect(await guard.run('tools', 'hub')).toEqual({ code: 0, stdout: IN_A_PIPE, stderr: '' });
      expect(await runInTerminal(shellOf(guard), ['tools', 'hub'])).toEqual({ code: 0, screen: AT_80 });
      const { stdout: json } = await runHere(shellOf(guard), 'tools', 'hub', '--json');
      const zap = { server: 'hub', tool: 'zap', says: null, does: 'unknown', by: null, verdict: 'denied' };
      const denied = 'mcp-guard.yaml:8:24 servers.hub.policy.permissions.denied_tools[0]';
      expect(JSON.parse(json)).toEqual(expect.arrayContaining([{ ...zap, rule: denied }]));
    }));

  it('names the nearest server, and those whose tools are not known', () =>
    withGuard(YAML, async (guard) => {
      expect(await play(guard, '$ mcp-guard tools hubb\n$ mcp-guard tools', undefined, runHere)).toBe(session`
        $ mcp-guard tools hubb
        ! mcp-guard: there is no server hubb; did you mean hub?
        ! mcp-guard: known: hub, other
        exit 69
        $ mcp-guard tools
        ! hub: no tools are known: no client has listed them through the guard.
        ! other: no tools are known: no client has listed them through the guard.
        ! Restart its client, or run mcp-guard init, then look again.
      `);
    }));
});

describe('deny', () => {
  it('writes one line into the configuration, which the daemon applies', () =>
    withTools(async (guard) => {
      await chmod(pathOf(guard), 0o640);
      expect(await play(guard, '$ mcp-guard deny hub delete_file --yes')).toBe(session`
        $ mcp-guard deny hub delete_file --yes
        HOME/mcp-guard.yaml
        @@ line 6 @@
             policy:
               permissions:
        -  denied_tools: ['z*']  # no
        +  denied_tools: ['z*', delete_file]  # no
               rate_limit: {tool_limits: {list_issues: {requests_per_minute: 5}}}
           other: {command: nothing}
        delete_file of hub is denied now
      `);
      expect(await textOf(guard)).toBe(YAML.replace("['z*']", "['z*', delete_file]"));
      expect((await stat(pathOf(guard))).mode & 0o777).toBe(0o640);
      await using client = startClient(guard.connect('hub'));
      await client.initialize();
      await until('the daemon has read it', async () => {
        const answer = JSON.stringify(await client.request('tools/call', { name: 'delete_file', arguments: {} }));
        return answer.includes('denied_tools[1]');
      });
    }));

  it('says what is so already, and doubts a name that the server has not shown', () =>
    withTools(async (guard) => {
      const script = '$ mcp-guard deny hub zap --yes\n$ mcp-guard deny hub delete_fil --yes';
      const played = await play(guard, script, undefined, runHere);
      expect(played).toContain(
        'zap of hub is denied already (mcp-guard.yaml:8:24 servers.hub.policy.permissions.denied_tools[0]); nothing was changed',
      );
      expect(played).toContain('! note: hub has shown no tool delete_fil; did you mean delete_file?');
      const again = await play(guard, "$ mcp-guard deny hub 'z*' --yes", undefined, runHere);
      expect(again).toContain('z* of hub is denied already');
    }));

  it('writes a rule for everybody where a role denies the tool to some, and none that does not compile', () =>
    withGuard('', async (guard) => {
      const roles = 'auth: {roles: {default: {permissions: {denied_tools: [send]}}}}\n';
      await guard.configure(`${roles}servers: {mail: {command: x}}\n`);
      const { stdout } = await runHere(shellOf(guard), 'deny', 'mail', 'send', '--yes');
      expect(stdout).toContain('+servers: {mail: {command: x, policy: { permissions: { denied_tools: [send] } }}}\n');
      const text = await textOf(guard);
      expect(await runHere(shellOf(guard), 'deny', 'mail', '^a(', '--yes')).toMatchObject({
        code: 64,
        stderr: expect.stringContaining('the expression ^a( does not compile\n'),
      });
      expect(await textOf(guard)).toBe(text);
    }));

  it('prints what it did as JSON', () =>
    withTools(async (guard) => {
      const deny = ['deny', 'hub', 'delete_*', '--json'];
      const unasked = await runHere(shellOf(guard), ...deny);
      expect({ code: unasked.code, ...JSON.parse(unasked.stdout) }).toMatchObject({
        code: 64,
        error: { code: 'USAGE' },
      });
      const edit = { verb: 'deny', server: 'hub', tool: 'delete_*', config: pathOf(guard), tools: ['delete_file'] };
      for (const changed of [true, false]) {
        const { stdout } = await runHere(shellOf(guard), ...deny, '--yes'); // oxlint-disable-line no-await-in-loop -- one after the other
        expect(JSON.parse(stdout)).toEqual({ ...edit, changed });
      }
    }));

  it('says if the daemon runs with another configuration', () =>
    withTools(async (guard) => {
      const other = join(guard.home, 'other.yaml');
      await writeFile(other, YAML, { mode: 0o600 });
      const { stderr } = await runHere(shellOf(guard), 'deny', 'hub', 'delete_file', '--yes', '-c', other);
      expect(stderr).toBe(`note: the daemon runs with ${pathOf(guard)}, which stays as it is\n`);
      expect(await textOf(guard)).toBe(YAML);
    }));

  it('does nothing without a yes, or where nobody can be asked', () =>
    withTools(async (guard) => {
      const no = await runInTerminal(shellOf(guard), ['deny', 'hub', 'delete_file'], ['[y/N] ', 'n\n']);
      expect(no).toMatchObject({ code: 77, screen: expect.stringContaining('deny delete_file of hub? [y/N] ') });
      const agent = await runWithoutTerminal(shellOf(guard), 'deny', 'hub', 'delete_file');
      expect(agent).toMatchObject({ code: 77, stderr: expect.stringContaining('or with --yes') });
      expect(await textOf(guard)).toBe(YAML);
    }));

  it('writes nothing if the file cannot be edited without changing another server', () =>
    withGuard('', async (guard) => {
      const text = 'servers:\n  a: {command: x, policy: &p {permissions: {}}}\n  b: {command: x, policy: *p}\n';
      await guard.configure(text);
      const { code, stderr } = await runHere(shellOf(guard), 'deny', 'b', 'x', '--yes');
      expect(stderr).toContain(
        'servers.b.policy.permissions.denied_tools cannot be edited without changing something else',
      );
      expect(code).toBe(78);
      expect(await textOf(guard)).toBe(text);
    }));
});

describe('ask', () => {
  it('holds calls of a tool, and frees none that is denied', () =>
    withTools(async (guard) => {
      const asked = await runHere(shellOf(guard), 'ask', 'hub', '*_*', '--yes');
      expect(asked.stdout).toContain('*_* of hub needs a person now: a_tool_with_a_name_');
      expect((await runHere(shellOf(guard), 'tools', 'hub')).stdout).toMatch(
        /delete_file +destroys\? +needs a person/u,
      );
      const all = await runHere(shellOf(guard), 'ask', 'hub', '*', '--yes');
      expect(all).toMatchObject({ code: 0, stderr: '' });
      expect(all.stdout).toMatch(/\n\* of hub needs a person now: (?!.*zap)/u); // which stays denied
      const denied = await runHere(shellOf(guard), 'ask', 'hub', 'zap', '--yes');
      expect(denied).toMatchObject({ code: 77, stdout: '' });
      expect(denied.stderr).toMatch(/zap would still be denied by mcp-guard\.yaml:8:24 [^\n]+; nothing was written\n/u);
      expect(denied.stderr).toContain('mcp-guard: next: mcp-guard allow hub zap\n');
    }));
});

describe('allow', () => {
  it('takes back what was denied, once a person at a terminal says yes', () =>
    withTools(async (guard) => {
      const { code, screen } = await runInTerminal(shellOf(guard), ['allow', 'hub', 'z*'], ['[y/N] ', 'y\n']);
      expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('z* of hub is allowed now: zap') });
      expect(await textOf(guard)).toBe(YAML.replace(/ {6}permissions:.*\n.*\n/u, ''));
      const { config }: DaemonStatus = JSON.parse((await guard.run('status', '--json')).stdout);
      expect(config.loosened).toBeNull(); // what was just confirmed need not be seen again
    }));

  it('frees nothing for an agent without a terminal, with --yes neither', () =>
    withTools(async (guard) => {
      const inside = await runWithoutTerminal(shellOf(guard), 'allow', 'hub', 'z*', '--yes');
      const refused = expect.stringContaining('mcp-guard: this comes from a process of a client\n');
      expect(inside).toEqual({ code: 77, stdout: '', stderr: refused });
      await guard.run('stop');
      const stopped = await runWithoutTerminal(shellOf(guard), 'allow', 'hub', 'z*', '--yes');
      const stderr =
        'mcp-guard: a change that allows more needs a terminal\nmcp-guard: run it in a terminal of your own, outside of a client\n';
      expect(stopped).toEqual({ code: 77, stdout: '', stderr });
      expect(await textOf(guard)).toBe(YAML);
    }));

  it('shows without a terminal what would be changed, and says that nothing is', () =>
    withTools(async (guard) => {
      const { code, stdout, stderr } = await runWithoutTerminal(shellOf(guard), 'deny', 'hub', 'delete_file');
      expect([code, stdout]).toEqual([77, '']);
      expect(stderr).toMatch(/^nothing is changed; this is what would be:\n/u);
      expect(stderr).toContain('there is no terminal to ask in, and nothing was changed');
      expect(await textOf(guard)).toBe(YAML);
    }));

  it('names the other rule that still denies, and writes nothing', () =>
    withTools(async (guard) => {
      const { code, stderr } = await runHere(shellOf(guard), 'allow', 'hub', 'zap', '--yes');
      expect(stderr).toMatch(
        /^mcp-guard: zap would still be denied by mcp-guard\.yaml:8:24 [^\n]+; nothing was written\n/u,
      );
      expect(code).toBe(77);
      expect(await textOf(guard)).toBe(YAML);
    }));
});

describe('tools --preset', () => {
  it('shows what each tool may do then, asks, and writes rules that hold', () =>
    withTools(async (guard) => {
      const careful = ['tools', 'hub', '--preset', 'careful'];
      const { code, screen } = await runInTerminal(shellOf(guard), careful, ['[y/N] ', 'y\n']);
      expect(screen).toMatch(/delete_file +destroys\? +needs a person +\d+:\d+ require_approval\[/u);
      expect(screen).toContain('a person decides about every call that may change something: write this for 1 server?');
      expect(screen).toMatch(/careful applied to hub\n$/u);
      expect(code).toBe(0);
      const { stdout } = await runHere(shellOf(guard), ...careful, '--yes');
      expect(stdout).toMatch('careful: no change is needed\n');
      expect(await runHere(shellOf(guard), 'tools', '--preset', 'read-only', '--yes')).toMatchObject({
        code: 0,
        stderr: 'other: no tools are known, so it stays as it is\n',
      });
      expect(await textOf(guard)).toContain('allowed_tools:\n          - list_issues\n');
      const { stdout: strict } = await runHere(shellOf(guard), 'tools', 'hub');
      expect(strict).toMatch(/create_issue +writes +denied/u);
      expect(strict).toMatch(/list_issues +reads +limited/u);
    }));
});

describe('a hostile server', () => {
  const NAME = 'delete\u001b[31m\u202e*\nfile';
  const SECRET_NAME = 'read AKIAZ7QX2MPL4VTW6RNB';
  const hostile = toolServer(
    { name: NAME, annotations: { readOnlyHint: true } },
    { name: SECRET_NAME },
    { name: 'list_all', annotations: { readOnlyHint: true } },
  );

  it('cannot change the terminal, hide a tool or show a secret by a name, nor free one by a claim', () =>
    withGuard({ servers: { hub: hostile }, pii: { enabled: false } }, async (guard) => {
      await using client = startClient(guard.connect('hub'));
      await client.initialize();
      await client.request('tools/list', {});
      const { code, stdout } = await runHere(shellOf(guard), 'tools', '--preset', 'careful', '--yes');
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|AKIAZ7/u); // oxlint-disable-line no-control-regex -- what must not be there
      expect(stdout).toMatch(/destroys\? +needs a person/u);
      const rows: { readonly tool: string; readonly verdict: string }[] = JSON.parse(
        (await runHere(shellOf(guard), 'tools', '--json')).stdout,
      );
      expect(rows.find(({ tool }) => tool === NAME)?.verdict).toBe('needs a person');
      expect(rows.find(({ tool }) => tool === 'list_all')?.verdict).toBe('allowed');
    }));
});

describe('a base', () => {
  it('is never edited, and named where it decides', () =>
    withGuard('', async (guard) => {
      const base = join(guard.home, 'team.yaml');
      await writeFile(base, 'allow_other_servers: true\ndefault: {permissions: {denied_tools: [send]}}\n', {
        mode: 0o600,
      });
      await guard.configure('extends: {path: team.yaml}\nservers:\n  mail: {command: x}\n');
      const { code, stderr } = await runHere(shellOf(guard), 'allow', 'mail', 'send', '--yes');
      expect(stderr).toMatch(
        /^mcp-guard: send would still be denied by team\.yaml:2:\d+ default\.permissions\.denied_tools\[0\]/u,
      );
      expect(code).toBe(77);
      expect((await runHere(shellOf(guard), 'deny', 'mail', 'send', '--yes')).stdout).toContain('is denied already');
    }));
});
