import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { shellOf } from '../support/command.ts';
import { BIN, createGuard, type TestGuard } from '../support/guard.ts';

const run = promisify(execFile);
/** Names of servers come from files that others write: a shell must not run what is in them. */
const HOSTILE = '$(touch pwned)';

let guard: TestGuard;
beforeAll(async () => {
  const server = { command: 'sh' };
  guard = await createGuard({ servers: { files: server, fetch: server, [HOSTILE]: server, 'a b': server } });
});
afterAll(() => guard.close());

const complete = async (...words: readonly string[]): Promise<readonly string[]> =>
  (await runHere(shellOf(guard), 'complete', '--', ...words)).stdout.split('\n').filter((line) => line !== '');

describe('complete', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['commands, without hidden ones', ['comp'], ['completion']],
    ['commands of a group', ['approvals', 'de'], ['deny']],
    ['options of a command', ['logs', '--sin'], ['--since']],
    ['servers of an option', ['connect', '-s', 'f'], ['files', 'fetch']],
    ['servers of an option that is glued to it', ['connect', '--server=f'], ['--server=files', '--server=fetch']],
    ['servers of an option as bash splits it', ['connect', '--server', '=', 'f'], ['files', 'fetch']],
    ['servers of an option without a letter yet', ['connect', '--server', '='], ['files', 'fetch']],
    ['servers of an argument', ['tools', 'fi'], ['files']],
    ['choices', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['codes', ['errors', 'POL'], ['POLICY_DENIED']],
    ['no client of the record before there is one', ['logs', '--client', ''], []],
    ['clients of `init`', ['init', '--client', 'claude-d'], ['claude-desktop']],
    ['nothing where nothing is known', ['except', ''], []],
    ['no name that a shell could read as more', ['tools', ''], ['files', 'fetch']],
  ])('offers %s', async (_, words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });
});

it('bash completes with what is printed for it, and runs nothing of it', async () => {
  const { cwd, env } = shellOf(guard);
  const script = `
    mcp-guard() { "$NODE" "$BIN" "$@"; }
    eval "$(mcp-guard completion bash)"
    COMP_WORDS=(mcp-guard connect -s f) COMP_CWORD=3
    _mcp_guard
    printf '%s\\n' "\${COMPREPLY[@]}"
    COMP_WORDS=(mcp-guard tools '') COMP_CWORD=2
    _mcp_guard
    printf '%s\\n' "\${COMPREPLY[@]}"
  `;
  const { stdout } = await run('bash', ['-c', script], { cwd, env: { ...env, NODE: process.execPath, BIN } });
  expect(stdout).toBe('files\nfetch\nfiles\nfetch\n');
  expect(existsSync(join(cwd, 'pwned'))).toBe(false);
});

it('completion knows no other shell', async () => {
  expect(await guard.run('completion', 'tcsh')).toMatchObject({ code: 64 });
});
