import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import { createGuard } from '../support/in-process-guard.ts';
import { createGuard as createProcessGuard, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { parseLines } from './terminal.ts';

const ESC = '\u001b';
const CSI = '\u009b'; // the C1 form of `ESC [`
/** Names of tools that an agent under foreign control could call. */
const ATTACKS: Readonly<Record<string, string>> = {
  'clears the screen': `${ESC}[2J${ESC}[H`,
  'clears it with one byte': `${CSI}2J`,
  'writes the clipboard (OSC 52)': `${ESC}]52;c;cm0gLXJmIH4=\u0007`,
  'sets the title': `${ESC}]0;root\u0007`,
  'overwrites its line': 'harmless\r8  allow',
  'makes a second line': 'harmless\n9  2020-01-01  tiny  root  →  tools/call  allow',
  'makes a second line for Unicode': 'harmless\u2028and\u2029more\u0085lines',
  'turns its direction (bidi)': 'file\u202egpj.exe\u2066x\u2069',
  'hides in zero width': 'del\u200b\u200d\u2060ete\ufeff',
  'hides in tags and selectors': 'a\u{e0041}\u{e0042}\ufe0f',
  'deletes backwards': 'visible\b\b\b\b\b\b\b',
  'is half a character': 'x\ud800y',
  'ends early (NUL)': 'visible\0hidden',
  'is very long': 'z'.repeat(5000),
};
const HARMLESS = /^(?:(?!\p{Cc}|\p{Cf}|\p{Cs}|\p{Variation_Selector}|[\u2028\u2029]).)*$/u;
/** What a spreadsheet would execute. */
const FORMULAS = ['=cmd|"/c calc"!A1', '+1+1', '-1', '@SUM(A1)', '=HYPERLINK("http://127.0.0.1","\'")', '\t=1', '\r=1'];

describe('a hostile tool name', () => {
  let guard: TestGuard;

  beforeAll(async () => {
    guard = await createGuard({ servers: { tiny: tinyServer() } });
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    for (const name of [...Object.values(ATTACKS), ...FORMULAS]) await client.request('tools/call', { name });
    await client.end();
    await guard.run('stop');
  });
  afterAll(async () => {
    await guard.close();
    await untilGone(guard.home);
  });

  const linesOf = (text: string): string[] => text.replace(/\n$/u, '').split('\n');

  it.each([
    [['logs', '-l', '1000']],
    [['logs', '-l', '1000', '--json']],
    [['logs', '--export', 'jsonl']],
    [['logs', '--export', 'csv']],
    [['status', '--json']],
  ])('reaches no terminal as it is: %j', async (args) => {
    const { stdout, stderr } = await guard.run(...args);
    expect([...linesOf(stdout), ...linesOf(stderr)].filter((line) => !HARMLESS.test(line))).toEqual([]);
  });

  it('takes exactly one line for each row of the table, and is shown', async () => {
    const { stdout: json } = await guard.run('logs', '--json', '-l', '1000', '-m', 'tools/call');
    const { stdout: raw } = await guard.run('logs', '-l', '1000', '-m', 'tools/call', '--raw');
    const { stdout } = await guard.run('logs', '-l', '1000', '-m', 'tools/call');
    const calls = Object.values(ATTACKS).length + FORMULAS.length;
    expect([linesOf(stdout).length, linesOf(raw).length]).toEqual([1 + calls, 1 + linesOf(json).length]);
    for (const shown of [
      '\\u{1b}[2J',
      '\\u{9b}2J',
      '\\u{1b}]52;c;',
      'harmless\\u{d}8',
      'harmless\\u{a}9',
      'file\\u{202e}gpj',
      'del\\u{200b}',
    ]) {
      expect(stdout).toContain(shown);
    }
  });

  it('breaks no chain, not even with half a character or a NUL', async () => {
    expect(await guard.run('logs', '--verify')).toMatchObject({ code: 0, stdout: containing('the chain holds') });
  });

  it('is marked with its length if it is cut', async () => {
    const { stdout } = await guard.run('logs', '-l', '1000');
    expect(stdout).toMatch(/z{20,}… \(\d+ characters\)/u);
  });

  it('is the same for a program that parses the JSON', async () => {
    const { stdout } = await guard.run('logs', '--export', 'jsonl', '-m', 'tools/call');
    const targets = new Set(parseLines(stdout).map((row) => (row as { target: string }).target)); // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
    const recordable = Object.values(ATTACKS).filter((name) => name.length < 500 && name.isWellFormed());
    expect([...recordable, ...FORMULAS].filter((name) => !targets.has(name))).toEqual([]);
  });

  it('is no formula in CSV, and no cell breaks out of its quotes', async () => {
    const { stdout } = await guard.run('logs', '--export', 'csv', '-m', 'tools/call');
    const [header = '', ...lines] = linesOf(stdout);
    const cells = lines.map(parseCsvLine);
    expect(new Set(cells.map((row) => row.length))).toEqual(new Set([header.split(',').length]));
    const executable = cells.flat().filter((cell) => /^[=+\-@\t\r]/u.test(cell));
    expect(executable).toEqual([]);
    const targets = cells.map((row) => row[header.split(',').indexOf('target')]);
    for (const formula of FORMULAS.slice(0, 5)) expect(targets).toContain(`'${formula}`);
  });
});

/** RFC 4180, for one line. */
function parseCsvLine(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gu)];
  expect(cells.map(([whole]) => whole).join('')).toBe(line);
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

it('a hostile tool name reaches no terminal from a daemon in the foreground that prints every row', async () => {
  const guard = await createProcessGuard({ servers: { tiny: tinyServer() }, audit: { stdout: true } });
  try {
    const foreground = startCommand(shellOf(guard), 'start');
    await until('it answers', async () => (await guard.run('health')).code === 0);
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const names = Object.values(ATTACKS).filter((name) => name.isWellFormed());
    for (const name of names) await client.request('tools/call', { name });
    await client.end();
    await guard.run('stop');
    const { stdout } = await foreground.ended;
    expect(stdout).toContain('\\u009b2J');
    expect(stdout.split('\n').filter((line) => !HARMLESS.test(line))).toEqual([]);
    expect(parseLines(stdout)).toEqual(await readRecord(guard));
  } finally {
    await guard.close();
  }
});

describe('a stranger’s folder and configuration', () => {
  it('cannot write to the terminal through their names and keys', async () => {
    const guard = await createGuard({});
    try {
      const folder = join(dirname(guard.home), `${ESC}]0;title\u0007\u202ereversed`);
      await mkdir(folder);
      const shell = { ...shellOf(guard), cwd: folder };
      await writeFile(join(folder, 'mcp-guard.yaml'), 'servers: {}');
      const valid = await startCommand(shell, 'validate').ended;
      await writeFile(
        join(folder, 'mcp-guard.yaml'),
        JSON.stringify({ [`${ESC}[31mkey\u202e`]: 1, servers: { [`${CSI}2J`]: {} } }),
      );
      const results = [valid];
      for (const args of [['validate'], ['start', '-d'], ['start'], ['status'], ['restart']]) {
        results.push(await startCommand(shell, ...args).ended);
      }
      expect(valid.stdout).toContain('\\u{1b}]0;title\\u{7}\\u{202e}reversed');
      for (const { stdout, stderr } of results) {
        expect((stdout + stderr).replaceAll('\n', '')).toMatch(/^\P{C}+$/u);
      }
    } finally {
      await guard.close();
    }
  });
});
