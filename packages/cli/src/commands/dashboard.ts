import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { safeJson, type PageCode } from '@mcp-guard/core';
import { Option } from 'commander';
import { writePrivate } from '@mcp-guard/core/private-file';
import { CONFIG_OPTION, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { printToken } from '../daemon/print-token.js';
import { openBrowser } from '../person/open-browser.js';
import { formatCode, OPENING_PAGE, sweepOpeningPages, toOpeningPage, untilUsed } from '../person/page-code.js';

interface DashboardOptions extends ConfigOption {
  readonly code?: true;
  readonly token?: true;
  readonly json?: true;
}

export const dashboard: RegisterCommand = (program, tools) => {
  program
    .command('dashboard')
    .description('open the page in a browser, signed in')
    .option('--code', 'open nothing: print the address, and the code to type there')
    .addOption(new Option('--token', 'print the token that programs read with: /metrics, /api').conflicts('code'))
    .option(...CONFIG_OPTION)
    .option('--json', 'with --code or --token: machine-readable output')
    .addHelpText(
      'after',
      '\nExamples:\n  mcp-guard dashboard\n  mcp-guard dashboard --code   # in a session of: ssh -L 9777:127.0.0.1:9777 me@machine',
    )
    .action(async (options: DashboardOptions) => {
      if (options.token) return printToken(tools, options);
      const { config, code: only, json } = options;
      const path = tools.findConfig(config);
      const given = await tools.control(path).post<PageCode>('/page/code');
      if (json) tools.print(safeJson(given));
      else if (only) tools.print(describeCode(given));
      else await openPage(tools, path, given);
    });
};

const describeCode = ({ url, code, seconds }: PageCode): string =>
  `${url}\ncode: ${formatCode(code)} (once, within ${seconds} seconds)`;

/** The browser gets the code from a file that only this user can read: an address is kept and seen by others. */
async function openPage({ print, findPaths, control }: CommandTools, config: string, given: PageCode): Promise<void> {
  const { run } = findPaths(config);
  sweepOpeningPages(run);
  const file = join(run, `${OPENING_PAGE}${randomUUID()}.html`);
  print(`if no browser shows the page, open it and type the code there:\n${describeCode(given)}`);
  writePrivate(file, toOpeningPage(given));
  const remove = (): void => rmSync(file, { force: true });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      remove();
      process.kill(process.pid, signal);
    });
  }
  try {
    openBrowser(pathToFileURL(file).href);
    await untilUsed(control(config), given);
  } finally {
    remove();
  }
}
