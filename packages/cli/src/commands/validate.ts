import { findWarnings, loadConfig } from '@mcp-guard/policy';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';

export const validate: RegisterCommand = (program, tools) => {
  program
    .command('validate')
    .description('check the configuration and name every problem')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .addHelpText('after', '\nExample:\n  mcp-guard validate -c team/mcp-guard.yaml')
    .action(async ({ config }: ConfigOption) => {
      const path = tools.findConfig(config);
      const { secrets, bases } = tools.entrance;
      const loaded = await loadConfig({ path, secrets, bases, env: tools.env });
      tools.print(`${path} is valid: ${count(Object.keys(loaded.config.servers).length, 'server')}`);
      const { warnings, notes } = findWarnings(loaded);
      for (const warning of warnings) tools.note(`warning: ${warning}`);
      for (const note of notes) tools.note(note);
    });
};
