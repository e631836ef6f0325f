import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { afterAll, describe, expect, it } from 'vitest';
import { SERVERS } from '../../../mcp-guard/test/clients/servers.ts';
import { listingServer, type Listing } from '../../../mcp-guard/test/support/listing-server.ts';
import { untilGone } from '../../../mcp-guard/test/support/processes.ts';
import { tinyServer, type ServerEntry } from '../../../mcp-guard/test/support/tiny-server.ts';
import { askServer, type AskOptions, type ServerAnswer } from '../../src/servers/ask-server.js';

const reaper = new Reaper();
const cwd = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
afterAll(() => {
  reaper.close();
  rmSync(cwd, { recursive: true });
});

const ask = ({ command, args, env = {} }: ServerEntry, options: Partial<AskOptions> = {}): Promise<ServerAnswer> =>
  askServer(
    { name: 'asked', command, args, env, path: '/usr/bin:/bin', cwd },
    { version: '0.1.0', reaper, ...options },
  );

const shell = (script: string, ...rest: readonly string[]): ServerEntry => ({
  command: 'sh',
  args: ['-c', script, 'sh', ...rest],
});

async function failureOf(entry: ServerEntry, options?: Partial<AskOptions>): Promise<string> {
  const error: unknown = await ask(entry, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GuardError);
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  return error instanceof Error ? error.message : '';
}

const namesOf = (entries: readonly object[]): readonly unknown[] =>
  entries.map((entry) => ('name' in entry ? entry.name : undefined));

describe('the conversation lists', () => {
  it('all that server-everything has', async () => {
    const answer = await ask(SERVERS.everything.command());
    expect(namesOf(answer.tools)).toContain('echo');
    expect(namesOf(answer.prompts)).toContain('simple-prompt');
    expect(answer.resources.length).toBeGreaterThan(0);
    expect(answer.resourceTemplates.length).toBeGreaterThan(0);
    expect(answer.serverInfo).toMatchObject({ name: 'mcp-servers/everything' });
    expect(answer.instructions).toContain('Everything');
  });

  it('only the tools of server-filesystem', async () => {
    const answer = await ask(SERVERS.filesystem.command(cwd), { only: 'tools' });
    expect(namesOf(answer.tools)).toContain('read_text_file');
  });

  it.each<readonly [title: string, listing: Listing]>([
    ['page by page', {}],
    ['a server of the modern era only', { modernOnly: true }],
  ])('%s', async (_, more) => {
    const pages = {
      'tools/list': [[{ name: 'a' }, { name: 'b' }], [], [{ name: 'c' }]],
      'resources/list': [[{ name: 'd', uri: 'x:d' }]],
    };
    const answer = await ask(listingServer({ pages, instructions: 'be kind', ...more }));
    expect(answer).toEqual({
      serverInfo: { name: 'listing', version: '1' },
      instructions: 'be kind',
      tools: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
      prompts: [],
      resources: [{ name: 'd', uri: 'x:d' }],
      resourceTemplates: [],
    });
  });

  it('a server’s contents with nothing of ours in its environment', async () => {
    process.env['OF_OURS'] = 'secret'; // as every variable that this process has
    const names = await failureOf({ ...shell('env | cut -d= -f1 | sort | tr "\n" " " >&2'), env: { OWN: 'x' } });
    delete process.env['OF_OURS'];
    expect(names.split(': ').at(-1)).toMatch(/^HOME LANG OWN PATH PWD (?:SHLVL )?TMPDIR(?: _)?$/u);
  });
});

describe('a request of the server', () => {
  it('gets a response if it is a ping', async () => {
    expect(await failureOf(listingServer({ asks: 'ping' }))).toContain(
      '{"jsonrpc":"2.0","id":"of the server","result":{}}',
    );
  });

  it.each(['sampling/createMessage', 'roots/list', 'elicitation/create'])('gets an error if it is %s', async (asks) => {
    expect(await failureOf(listingServer({ asks }))).toContain('"id":"of the server","error":{"code":-32601');
  });
});

describe('the failure names a server that', () => {
  const never = { timeLimit: 300 };
  const cases: Readonly<Record<string, readonly [entry: ServerEntry, says: string, options?: Partial<AskOptions>]>> = {
    'is not there': [{ command: 'no-such-server', args: [] }, 'cannot be started: its command was not found'],
    'has an argument that no program can have': [
      { command: 'sh', args: ['\0'] },
      'cannot be started: a NUL character stands in its arguments or variables',
    ],
    'has longer arguments than the system takes': [
      { command: 'sh', args: ['x'.repeat(4_000_000)] },
      'cannot be started: its arguments and variables are too long for the system',
    ],
    'dies at once': [shell('echo "no licence" >&2; exit 3'), 'ended with exit code 3: no licence'],
    'is killed': [shell('kill -KILL $$'), 'was ended by SIGKILL'],
    'never answers': [shell('sleep 1000'), 'did not answer within 0.3 s', never],
    'writes junk only': [
      shell('while :; do echo hello; sleep 0.02; done'),
      'did not answer within 0.3 s; it writes to its standard output something other than MCP',
      never,
    ],
    'floods a line without an end': [shell('exec cat /dev/zero'), 'says more than 8388608 bytes'],
    'sends a line that is too long': [
      shell('head -c 5000000 /dev/zero; echo; sleep 1000'),
      'cannot be understood: the message is larger than 4194304 bytes',
    ],
    'has no end of pages': [
      listingServer({ pages: { 'tools/list': [[{ name: 'a' }]] }, endless: true }),
      'lists more than 200 pages with tools/list',
    ],
    'has too many tools': [
      listingServer({ pages: { 'tools/list': [Array.from({ length: 2001 }, () => ({}))] }, endless: true }),
      'lists more than 10000 with tools/list',
    ],
    'lists what is no list': [
      listingServer({ pages: { 'prompts/list': [] } }),
      'answers prompts/list with something other than MCP',
    ],
    'answers with an error': [
      shell(
        String.raw`read -r q; echo '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"a\u001b[2Jb ghp_aB3dE5gH7jaB3dE5gH7jaB3dE5gH7jaB3dE5"}}'; read -r q`,
      ),
      String.raw`answers initialize with the error -32000: a\u{1b}[2Jb [REDACTED:github_token]`,
    ],
    'answers in two ways at once': [
      shell(`read -r q; echo '{"jsonrpc":"2.0","id":1,"result":{},"result":{"capabilities":{}}}'; read -r q`),
      'answers initialize with something other than MCP: an object of the message has two equal keys',
    ],
  };

  it.each(Object.entries(cases))('%s', async (_, [entry, says, options]) => {
    expect(await failureOf(entry, options)).toBe(`the server asked ${says}`);
  });

  it('is quoted with its last output, without secrets and terminal controls', async () => {
    const entry = shell(String.raw`printf 'lost\none\033]0;x\007\ntwo %s\nthree\n' "$PASS" >&2; exit 1`);
    const told = await failureOf({ ...entry, env: { PASS: 'hunter2' } });
    expect(told).toBe('the server asked ended with exit code 1: one ]0;x / two [REDACTED] / three');
  });

  it('is quoted once with what it both answers and writes down', async () => {
    const entry = shell(
      `printf 'mcp-guard: no key\\nget one\\n' >&2; read -r q; echo '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no key"}}'; read -r q`,
    );
    expect(await failureOf(entry)).toBe('the server asked answers initialize with the error 1: no key: get one');
  });
});

describe('nothing is left of a server that', () => {
  it('responds, ignores SIGTERM and has a child', async () => {
    const mark = join(cwd, 'stubborn');
    expect(namesOf((await ask(tinyServer('--stubborn', '--child', mark))).tools)).toContain('echo');
    await untilGone(mark);
  });

  it('never responds, ignores SIGTERM and has a child', async () => {
    const mark = join(cwd, 'silent');
    const script = `trap '' TERM; sh -c 'trap "" TERM; while :; do sleep 1; done' ${mark} & while :; do sleep 1; done`;
    expect(await failureOf(shell(script, mark), { timeLimit: 200 })).toContain('did not answer');
    await untilGone(mark);
  });
});
