import { configuredPaths, type GuardPaths, hintAfter, hintText, safe, safeJson } from '@mcp-guard/core';
import { readTokens } from '@mcp-guard/net/oauth';
import { findWarnings, type Config } from '@mcp-guard/policy';
import { showChecked } from '../base/show-checked.js';
import { CONFIG_OPTION, type ConfigOption, type RegisterCommand } from '../command.js';
import { count } from '../output/count.js';
import { findMachineProblems } from '../doctor/machine-problems.js';
import { readShownTools } from '../record/known-tools.js';

export const validate: RegisterCommand = (program, tools) => {
  program
    .command('validate')
    .description('check the configuration and name every problem')
    .option(...CONFIG_OPTION)
    .option('--base <file>', 'check a base by itself instead, and print its hash')
    .option('--json', 'machine-readable output')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard validate -c team/mcp-guard.yaml\n  mcp-guard validate --base team/base.yaml',
    )
    .action(async ({ config, base, json }: ConfigOption & { base?: string; json?: true }) => {
      if (base !== undefined) return showChecked(tools, base, json === true);
      const path = tools.findConfig(config);
      const loaded = await tools.load(path);
      checkTokens(loaded.config, tools.entrance);
      const servers = Object.keys(loaded.config.servers).length;
      const { warnings, notes } = findWarnings(loaded, readShownTools(tools.findPaths(path), tools.env));
      const problems = findMachineProblems(loaded.config, tools.findPaths(path)).map(({ place, what, help }) =>
        hintAfter(`${safe(`${place}: ${what}`, 1000)}:`, help),
      );
      if (json)
        return tools.print(
          safeJson({
            path,
            bases: loaded.bases.map(({ name }) => name),
            servers,
            warnings: [...problems.map(hintText), ...warnings],
            notes,
          }),
        );
      tools.print(`${path} is valid: ${count(servers, 'server')}`);
      for (const warning of [...problems, ...warnings]) tools.note(hintAfter('warning:', warning));
      for (const note of notes) tools.note(note);
    });
};

/** Tokens that cannot be read would keep the daemon from starting. */
function checkTokens({ auth, daemon }: Config, entrance: GuardPaths): void {
  const { tokens } = configuredPaths(entrance, daemon.home);
  if (auth.mode === 'oauth' && auth.oauth) readTokens(tokens, auth.oauth.issuer);
}
