import { GuardError, safeJson } from '@mcp-guard/core';
import { CONFIG_OPTION, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { ask } from '../top/ask.js';
import { toFrame } from '../top/frame.js';
import { runTop } from '../top/run-top.js';
import { openScreen } from '../top/screen.js';
import { isDumb, isPlain } from '../top/terminal-kind.js';

const COLUMNS = 80;
const TIME_LIMIT_MS = 5000;
const HINT = { words: 'for a look without a screen:', command: 'mcp-guard top --once' };

interface TopOptions extends ConfigOption {
  readonly once?: true;
  readonly json?: true;
}

export const top: RegisterCommand = (program, tools) => {
  program
    .command('top')
    .description('watch the daemon in the terminal, and decide about calls that wait')
    .option(...CONFIG_OPTION)
    .option('--once', 'print it once')
    .option('--json', 'print it once, machine-readable')
    .addHelpText('after', '\nExample:\n  mcp-guard top')
    .action((options: TopOptions) =>
      options.once || options.json ? printOnce(tools, options) : watch(tools, options),
    );
};

async function printOnce({ control, findConfig, env, print }: CommandTools, options: TopOptions): Promise<void> {
  const seen = await ask(control(findConfig(options.config)), AbortSignal.timeout(TIME_LIMIT_MS));
  print(options.json ? safeJson(seen) : toFrame(seen, process.stdout.columns ?? COLUMNS, isPlain(env)));
}

async function watch(tools: CommandTools, options: ConfigOption): Promise<void> {
  if (!process.stdout.isTTY) throw new GuardError('USAGE', 'the output is not a terminal', { hint: HINT });
  if (isDumb(tools.env)) {
    throw new GuardError('USAGE', 'this terminal cannot move its cursor, says TERM', { hint: HINT });
  }
  await runTop(tools, options, openScreen(process.stdout));
}
