import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DaemonStatus } from '@mcp-guard/core';
import { callLine } from '../support/calls.ts';
import { startInProcess, type InProcess } from '../support/in-process.ts';
import { containing } from '../support/matchers.ts';
import { until } from '../support/until.ts';

const BUS = 'unix:path=/nowhere/bus';

interface Desktop extends AsyncDisposable {
  readonly guard: InProcess;
  /** The arguments of each notification so far. */
  shown(): Promise<readonly (readonly string[])[]>;
  /** The variables that the program of the last one got. */
  variables(): Promise<readonly string[]>;
  hold(tool: string): Promise<void>;
}

/** A guard on a machine whose program for notifications writes down what it gets. */
async function startDesktop(program: string, exit = 0): Promise<Desktop> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-desktop-'));
  const path = join(folder, program);
  const [shown, variables] = [join(folder, 'shown'), join(folder, 'variables')];
  const lines = [
    `/usr/bin/env >> '${variables}'`, // before what the test waits for
    `{ printf '%s\\0' "$@"; printf '\\0'; } >> '${shown}'`,
    `echo '<b>no</b> bell' >&2`,
  ];
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\nexit ${exit}\n`);
  await chmod(path, 0o755);
  const guard = await startInProcess({
    policy: { permissions: { require_approval: ['*'] } },
    config: { approvals: { notify: ['desktop', 'desktop'] } },
    systemFolders: [folder],
    typed: true,
    env: { DBUS_SESSION_BUS_ADDRESS: BUS, DISPLAY: ':7', HTTPS_PROXY: 'http://u:p@proxy.example' },
  });
  const session = await guard.connect();
  const clientInfo = { name: '<i>mcp-guard</i>', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  session.client.send(JSON.stringify({ jsonrpc: '2.0', id: 'i', method: 'initialize', params }));
  await session.server.next();
  session.server.send(JSON.stringify({ jsonrpc: '2.0', id: 'i', result: { ...params, serverInfo: clientInfo } }));
  await session.client.next();
  let id = 0;
  return {
    guard,
    async shown() {
      const text = await readFile(shown, 'utf8').catch(() => '');
      return text
        .split('\0\0')
        .slice(0, -1)
        .map((each) => each.split('\0'));
    },
    variables: async () => (await readFile(variables, 'utf8')).trim().split('\n'),
    async hold(tool) {
      session.client.send(callLine(tool, { secret: 'argument-of-the-call' }, ++id));
      await session.client.next();
    },
    async [Symbol.asyncDispose]() {
      await session.close();
      await guard.close();
      await rm(folder, { recursive: true });
    },
  };
}

const webhooksOf = async ({ guard }: Desktop) => (await guard.ask<DaemonStatus>('/status')).approvals.webhooks;

/** Names of tools, and how each stands in the text of a notification. */
const HOSTILE: readonly (readonly [name: string, shown: string])[] = [
  ['-h', '-h'],
  ['--', '--'],
  ['--action=x', '--action=x'],
  ['<b>&amp;</b>', '&lt;b&gt;&amp;amp;&lt;/b&gt;'],
  ['\\074b\\076', '\\\\074b\\\\076'], // notify-send reads it as C does
  ['$(id)`id`', '$(id)`id`'],
  ['" with title "x', '" with title "x'],
  ['a\nserver: other', 'a\\\\u{a}server: other'],
  ['\u001b]52;c;x\u0007', '\\\\u{1b}]52;c;x\\\\u{7}'],
];

// Threats 15, 45
it('approvals.notify: [desktop] shows one notification per held call, in which the name of a tool is plain text', async () => {
  await using desktop = await startDesktop('notify-send');
  for (const [name] of HOSTILE) await desktop.hold(name);
  const shown = await until('all are shown', async () => {
    const all = await desktop.shown();
    return all.length === HOSTILE.length && all;
  });
  const title = 'mcp-guard: a call waits for a person';
  expect(shown.map((args) => args.slice(0, -1))).toEqual(HOSTILE.map(() => ['--app-name=mcp-guard', '--', title]));
  const texts = shown.map((args) => (args.at(-1) ?? '').split('\n'));
  expect(texts.map(([server, tool]) => [server, tool])).toEqual(
    HOSTILE.map(([, text]) => ['server: raw', `tool: ${text}`]),
  );
  expect(texts.map(([, , client]) => client)).toEqual(
    HOSTILE.map(() => 'client: &lt;i&gt;mcp-guard&lt;/i&gt; (self-reported)'),
  );
  expect(texts.map((lines) => lines.length)).toEqual(HOSTILE.map(() => 4));
  expect(texts.map((lines) => lines[3])).toEqual(HOSTILE.map(() => containing('mcp-guard approvals show ')));
  expect(JSON.stringify(shown)).not.toContain('argument-of-the-call');
  const variables = await desktop.variables();
  expect(variables).toEqual(expect.arrayContaining([`DBUS_SESSION_BUS_ADDRESS=${BUS}`, 'DISPLAY=:7']));
  expect(variables.join('\n')).not.toMatch(/PROXY|MCP_GUARD|^HOME=/m);
});

it('a notification of macOS gets its text as arguments of a script that never changes', async () => {
  await using desktop = await startDesktop('osascript');
  await desktop.hold('" & (do shell script "id") & "');
  await desktop.hold('other');
  const [first = [], second = []] = await until('both are shown', async () => {
    const all = await desktop.shown();
    return all.length === 2 && all;
  });
  expect(first.slice(0, -1)).toEqual(second.slice(0, -1));
  expect(first.slice(0, -1)).toEqual(['-e', containing('on run argv'), '--', 'mcp-guard: a call waits for a person']);
  expect(first.at(-1)).toContain('tool: " & (do shell script "id") & "\n');
});

it('a desktop that cannot be reached stops no call and shows in `status`, a text of its program as one plain line', async () => {
  await using desktop = await startDesktop('notify-send', 1);
  await desktop.hold('deploy');
  const [status] = await until('it has failed', async () => {
    const all = await webhooksOf(desktop);
    return all[0]?.lost === 1 && all;
  });
  const failure = 'notify-send ended with 1: <b>no</b> bell';
  expect(status).toEqual({ host: 'desktop', failure, waiting: 0, lost: 1 });
  expect(await desktop.shown()).toHaveLength(2);
});
