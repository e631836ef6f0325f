import { GuardError, safe, safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, collect, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { findCaller, type CallerOptions } from '../explain/caller.js';
import { findPreset, presetOption } from '../presets/option.js';
import { describeTools, toolToJson } from '../explain/describe-tools.js';
import { insistOnServer } from '../explain/find-server.js';
import { readKnownTools } from '../record/known-tools.js';
import { listTools, type ToolRow } from '../explain/tool-verdicts.js';

interface ToolsOptions extends ConfigOption, CallerOptions {
  readonly preset?: string;
  readonly yes?: true;
  readonly json?: true;
}

export const tools: RegisterCommand = (program, given) => {
  program
    .command('tools')
    .description('show what each tool may do: allowed, limited, needs a person, denied')
    .argument('[server]', 'name of the server; default: all')
    .option('--role <name>', 'as a user with this role, once or several times', collect)
    .addOption(presetOption('write rules for the tools, once you have seen them'))
    .option('--yes', 'with --preset: do not ask')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', HELP)
    .action(async (server: string | undefined, options: ToolsOptions) => {
      const preset = findPreset(options.preset);
      if (!preset) return showTools(given, server, options);
      if (options.json)
        throw new GuardError('CONFIG_INVALID', '--json prints the tools, and --preset edits their rules');
      const { applyPreset } = await import('../presets/apply-preset.js');
      await applyPreset(given, preset, { ...options, servers: server === undefined ? undefined : [server] });
    });
};

const HELP = `
The tools are those that servers have shown since the guard first ran.
DOES is what the server claims about its tool; reads?, writes?, destroys? is
only what the name suggests.

Presets: read-only allows what reads; careful asks a person before what
does not; open adds nothing.

Examples:
  mcp-guard tools github
  mcp-guard tools github --preset careful
  mcp-guard tools --json`;

async function showTools(given: CommandTools, server: string | undefined, options: ToolsOptions): Promise<void> {
  const config = given.findConfig(options.config);
  const loaded = await given.load(config);
  if (server !== undefined) insistOnServer(loaded.config, server);
  const caller = findCaller(options, loaded.config.auth);
  const known = readKnownTools(given.findPaths(config), given.env);
  const names = server === undefined ? Object.keys(loaded.config.servers) : [server];
  const shown = names.map((name): [string, readonly ToolRow[]] => [name, listTools(loaded, name, known, caller)]);
  if (options.json) return given.print(safeJson(shown.flatMap(([, rows]) => rows.map(toolToJson))));
  if (names.length === 0) return given.print('there is no server; run mcp-guard init');
  const seen = shown.filter(([, rows]) => rows.length > 0);
  if (seen.length > 0) given.print(seen.map(([name, rows]) => describeTools(name, rows, config)).join('\n\n'));
  for (const [name, rows] of shown) {
    if (rows.length === 0)
      given.note(`${safe(name)}: no tools are known: no client has listed them through the guard.`);
  }
  if (seen.length < shown.length) given.note('Restart its client, or run mcp-guard init, then look again.');
}
