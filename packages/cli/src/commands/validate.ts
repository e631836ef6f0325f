import { findWarnings } from '@mcp-guard/policy';
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
      tools.print(`${path} is valid: ${count(Object.keys(loaded.config.servers).length, 'server')}`);
      const { warnings, notes } = findWarnings(loaded, readShownTools(tools.findPaths(path), tools.env));
      for (const warning of warnings) tools.note(`warning: ${warning}`);
      for (const note of notes) tools.note(note);
    });
};
