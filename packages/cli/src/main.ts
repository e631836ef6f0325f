/** The command line: `mcp-guard <command>`, with the terminal and the environment of this process. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { member, parseJson, safeLines, type Hint } from '@mcp-guard/core';
import type { CommandTree } from './commands/command-tree.js';
import { runCommand } from './commands/run-command.js';
import { endOutput } from './output/end-output.js';
import { foldHint } from './output/fold-text.js';
import { errorWidth } from './output/table.js';

const { env, stdout, stderr } = process;
const wantsColors = stdout.isTTY && !env['NO_COLOR'];

stdout.on('error', (error: Error) => endOutput(error, note));

await runCommand(process.argv.slice(2), {
  version: readVersion(),
  env,
  cwd: process.cwd(),
  daemonProgram: fileURLToPath(new URL('daemon-process.js', import.meta.url)),
  guardProgram: fileURLToPath(new URL('../bin/mcp-guard.cjs', import.meta.url)),
  listCommands,
  isRead: stderr.isTTY,
  help: { writeOut: (text) => void stdout.write(text), writeErr: (text) => void stderr.write(text) },
  print(text, paint) {
    const harmless = safeLines(text);
    stdout.write(`${wantsColors && paint ? paint(harmless) : harmless}\n`);
  },
  note,
  setExit: (code) => void (process.exitCode = code),
});

/** A line of a terminal is broken between words, and never in a command; in a pipe it stays whole. */
function note(text: Hint): void {
  stderr.write(`${safeLines(foldHint(text, errorWidth()).join('\n'))}\n`);
}

async function listCommands(): Promise<readonly CommandTree[]> {
  // oxlint-disable-next-line typescript/no-unsafe-return -- written with this program, by `write-commands.js`
  return JSON.parse(await readFile(new URL('commands.json', import.meta.url), 'utf8'));
}

function readVersion(): string {
  const manifest = parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = member(manifest, 'version');
  return typeof version === 'string' ? version : 'unknown';
}
