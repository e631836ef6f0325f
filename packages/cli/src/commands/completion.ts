import { Argument } from 'commander';
import type { RegisterCommand } from '../command.js';
import { SHELLS } from '../completion/shells.js';

export const completion: RegisterCommand = (program, tools) => {
  program
    .command('completion')
    .description('print the completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices([...SHELLS.keys()]))
    .addHelpText('after', '\nExample:\n  mcp-guard completion bash >> ~/.bashrc')
    .action((shell: string) => tools.print(SHELLS.get(shell) ?? ''));
};
