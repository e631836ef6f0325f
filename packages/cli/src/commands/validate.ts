import { configuredPaths, type GuardPaths } from '@mcp-guard/core';
import { readTokens } from '@mcp-guard/net/oauth';
import { findWarnings, type Config } from '@mcp-guard/policy';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';
import { readShownTools } from '../open-record.js';

export const validate: RegisterCommand = (program, tools) => {
  program
    .command('validate')
    .description('check the configuration and name every problem')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .addHelpText('after', '\nExample:\n  mcp-guard validate -c team/mcp-guard.yaml')
    .action(async ({ config }: ConfigOption) => {
      const path = tools.findConfig(config);
      const loaded = await tools.load(path);
      checkTokens(loaded.config, tools.entrance);
      tools.print(`${path} is valid: ${count(Object.keys(loaded.config.servers).length, 'server')}`);
      const { warnings, notes } = findWarnings(loaded, readShownTools(tools.findPaths(path), tools.env));
      for (const warning of warnings) tools.note(`warning: ${warning}`);
      for (const note of notes) tools.note(note);
    });
};

/** Tokens that cannot be read would keep the daemon from starting. */
function checkTokens({ auth, daemon }: Config, entrance: GuardPaths): void {
  const { tokens } = configuredPaths(entrance, daemon.home);
  if (auth.mode === 'oauth' && auth.oauth) readTokens(tokens, auth.oauth.issuer);
}
