/** The command line: `mcp-guard <command>`. Registers every command and turns errors into words and an exit code. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endProcess, ERRORS, GuardError, member, parseJson, safeLines } from '@mcp-guard/core';
import { Command } from 'commander';
import { loadCommands } from './commands/registry.js';
import { createTools } from './create-tools.js';

const { env } = process;
const wantsColors = process.stdout.isTTY && !env['NO_COLOR'];

const tools = createTools({
  version: readVersion(),
  env,
  cwd: process.cwd(),
  daemonProgram: fileURLToPath(new URL('daemon-process.js', import.meta.url)),
  guardProgram: fileURLToPath(new URL('../bin/mcp-guard.cjs', import.meta.url)),
  print(text, paint) {
    const harmless = safeLines(text);
    process.stdout.write(`${wantsColors && paint ? paint(harmless) : harmless}\n`);
  },
  note: (text) => void process.stderr.write(`${safeLines(text)}\n`),
  setExit: (code) => void (process.exitCode = code),
});

process.stdout.on('error', () => process.exit()); // the reader is gone, as behind `| head`

const program = new Command('mcp-guard')
  .description('A firewall for MCP: stands between MCP clients and MCP servers')
  .version(tools.version)
  .addHelpText('after', '\nWhat a code of an error means: mcp-guard errors CODE')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : ERRORS.CONFIG_INVALID.exit));
for (const register of await loadCommands(process.argv[2])) register(program, tools);

try {
  await program.parseAsync();
} catch (thrown) {
  endProcess(thrown);
  // For a person only: programs read what stands there, and have the exit code.
  if (process.stderr.isTTY && thrown instanceof GuardError)
    tools.note(`mcp-guard: more: mcp-guard errors ${thrown.code}`);
}

function readVersion(): string {
  const manifest = parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = member(manifest, 'version');
  return typeof version === 'string' ? version : 'unknown';
}
