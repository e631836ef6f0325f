/** The command line: `mcp-guard <command>`. Registers every command and turns errors into words and an exit code. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  commandLine,
  describeEnd,
  endProcess,
  ERRORS,
  GuardError,
  type Hint,
  member,
  parseJson,
  safeLines,
  toErrorJson,
} from '@mcp-guard/core';
import { Command, CommanderError } from 'commander';
import type { CommandTree } from './commands/command-tree.js';
import { loadCommands } from './commands/registry.js';
import type { CommandTools } from './command.js';
import { createTools, type Surroundings } from './commands/create-tools.js';
import { Declined } from './person/declined.js';
import { endOutput } from './output/end-output.js';
import { foldHint } from './output/fold-text.js';
import { errorWidth } from './output/table.js';

const { env } = process;
const wantsColors = process.stdout.isTTY && !env['NO_COLOR'];

const tools = openTools({
  version: readVersion(),
  env,
  cwd: process.cwd(),
  daemonProgram: fileURLToPath(new URL('daemon-process.js', import.meta.url)),
  guardProgram: fileURLToPath(new URL('../bin/mcp-guard.cjs', import.meta.url)),
  print(text, paint) {
    const harmless = safeLines(text);
    process.stdout.write(`${wantsColors && paint ? paint(harmless) : harmless}\n`);
  },
  note,
  setExit: (code) => void (process.exitCode = code),
});

process.stdout.on('error', (error: Error) => endOutput(error, tools.note));

const program = new Command('mcp-guard')
  .description('A firewall for MCP: stands between MCP clients and MCP servers')
  .version(tools.version)
  .addHelpText('after', '\nWhat a code of an error means: mcp-guard errors CODE')
  .configureOutput({ outputError: () => undefined }) // they are reported like all others
  .exitOverride();
const [, , first, second] = process.argv;
for (const register of await loadCommands(first === '--' ? second : first, listCommands)) register(program, tools);

try {
  await program.parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) fail(thrown);
  else if (thrown.exitCode !== 0) failUsage(thrown); // else help or the version was asked for
}

/** A line of a terminal is broken between words, and never in a command; in a pipe it stays whole. */
function note(text: Hint): void {
  process.stderr.write(`${safeLines(foldHint(text, errorWidth()).join('\n'))}\n`);
}

/** Without a home there is nothing that a command could do. */
function openTools(given: Surroundings): CommandTools {
  try {
    return createTools(given);
  } catch (error) {
    if (process.argv.includes('--json')) process.stdout.write(`${toErrorJson(error)}\n`);
    endProcess(error);
    process.exit();
  }
}

function fail(error: unknown): void {
  if (process.argv.includes('--json')) tools.print(toErrorJson(error));
  const { lines, exit } = describeEnd(error);
  for (const line of lines) note(line);
  process.exitCode = exit;
  // For a person only: programs read what stands there, and have the exit code.
  if (process.stderr.isTTY && error instanceof GuardError && error.code !== 'USAGE' && !(error instanceof Declined))
    note({ words: 'mcp-guard: more:', command: commandLine('mcp-guard errors', error.code) });
}

function failUsage({ code, message }: CommanderError): void {
  if (code === 'commander.help') process.exitCode = ERRORS.USAGE.exit; // the help is the message
  else fail(new GuardError('USAGE', message.replace(/^error: /, '').replaceAll('\n', ' '), { hint: helpHint() }));
}

/** Names the help of the command that was typed, as far as names are known. */
function helpHint(): Hint {
  const names: string[] = [];
  let command: Command | undefined = program;
  for (const word of process.argv.slice(2)) {
    command = command.commands.find((each) => each.name() === word);
    if (!command) break;
    names.push(word);
  }
  return { words: 'see:', command: `${commandLine('mcp-guard', ...names)} --help` };
}

async function listCommands(): Promise<readonly CommandTree[]> {
  // oxlint-disable-next-line typescript/no-unsafe-return -- written with this program, by `write-manuals.js`
  return JSON.parse(await readFile(new URL('commands.json', import.meta.url), 'utf8'));
}

function readVersion(): string {
  const manifest = parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = member(manifest, 'version');
  return typeof version === 'string' ? version : 'unknown';
}
