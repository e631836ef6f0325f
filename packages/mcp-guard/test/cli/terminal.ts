import { userInfo } from 'node:os';
import { shellOf, startCommand, type Shell } from '../support/command.ts';
import type { CommandResult, TestGuard } from '../support/guard.ts';

/** What differs from run to run, and what stands for it in a session. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/gu, 'TIME'],
  [/(?<=^\d+ +)\d\d:\d\d:\d\d(?= )/gmu, 'TIME'],
  [/(?<= (?:allowed|error|redacted) +)\d+(?= |$)/gmu, 'N'],
  [/\b[0-9a-f]{64}\b/gu, 'HASH'],
  [/\bpid \d+/gu, 'pid PID'],
  [/"pid":\d+/gu, '"pid":PID'],
  [/\b\d+ [smhd] ago/gu, 'AGE ago'],
  [/\bup \d+ [smhd]\b/gu, 'up AGE'],
  [/\bin \d+ [smhd]\b/gu, 'in AGE'],
  [/\bversion \d+\.\d+\.\d+/gu, 'version V'],
  [/after \d+ ms/gu, 'after N ms'],
  [/\b\d+ KiB of/gu, 'N KiB of'],
  [/\bmcp-guard\.yaml:1:\d+ /gu, 'mcp-guard.yaml:1:COLUMN '],
  [/(?<=\S) {2,}(?=\S)/gu, '  '], // the columns of a table are as wide as what stands in them
  [new RegExp(String.raw`(?<=  )${userInfo().username}(?=  )`, 'gu'), 'USER'],
];

type Run = (shell: Shell, ...args: readonly string[]) => Promise<CommandResult>;

const runProcess: Run = (shell, ...args) => startCommand(shell, ...args).ended;

/**
 * Runs every `$ mcp-guard …` of a terminal session and returns the session as it went. Lines of standard
 * error begin with `! `, and a command that fails ends with `exit CODE`.
 * @param run runs one; a process if nothing is said
 */
export async function play(
  guard: TestGuard,
  script: string,
  shell: Shell = shellOf(guard),
  run: Run = runProcess,
): Promise<string> {
  const commands = script.split('\n').filter((line) => line.startsWith('$ '));
  const played: string[] = [];
  for (const line of commands) {
    const [, program, ...args] = [...line.matchAll(/'([^']*)'|(\S+)/gu)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    );
    if (program !== 'mcp-guard') throw new Error(`not a command of ours: ${line}`);
    const expanded = args.map((arg) => arg.replace(/^HOME\b/u, guard.home));
    const { code, stdout, stderr } = await run(shell, ...expanded);
    played.push(line, ...toLines(stdout), ...toLines(stderr).map((words) => `! ${words}`));
    if (code !== 0) played.push(`exit ${code}`);
  }
  return showVarying(played.join('\n').replaceAll(guard.home, 'HOME'));
}

/** What differs from run to run is named instead. */
export const showVarying = (text: string): string =>
  VARYING.reduce((so, [pattern, name]) => so.replaceAll(pattern, name), text);

/** A session as it is written into a test: without the indentation of its first line. */
export function session(parts: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw({ raw: parts.raw }, ...values)
    .replace(/^\n/u, '')
    .trimEnd();
  const indentation = /^ */u.exec(text)?.[0] ?? '';
  return text.replaceAll(new RegExp(`^${indentation}`, 'gmu'), '');
}

export const toLines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/u, '').split('\n'));

export const parseLines = (text: string): unknown[] => toLines(text).map((line): unknown => JSON.parse(line));
