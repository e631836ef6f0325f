import { readFileSync } from 'node:fs';
import { ERRORS, GuardError, isErrorCode } from '@mcp-guard/core';
import type { RegisterCommand } from '../command.js';
import { toTable } from '../table.js';

/** `docs/errors.md`, which the bundle keeps beside this program. */
const PAGE = new URL('errors.md', import.meta.url);

export const errors: RegisterCommand = (program, tools) => {
  program
    .command('errors')
    .description('say what an error means, and what to do about it')
    .argument('[code]', 'such as POLICY_DENIED; without one, all codes')
    .addHelpText('after', '\nExample:\n  mcp-guard errors POLICY_DENIED')
    .action((code: string | undefined) => tools.print(code === undefined ? listCodes() : findSection(code)));
};

const listCodes = (): string =>
  toTable(
    ['CODE', 'JSON-RPC', 'HTTP', 'EXIT'],
    Object.entries(ERRORS).map(([code, { rpc, http, exit }]) => [code, String(rpc), String(http), String(exit)]),
  );

function findSection(named: string): string {
  const code = named.toUpperCase();
  if (!isErrorCode(code)) {
    throw new GuardError('CONFIG_INVALID', 'there is no such code', { hint: 'mcp-guard errors lists all of them' });
  }
  const sections = readFileSync(PAGE, 'utf8').split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${code}\n`)) ?? '';
  return section.trimEnd();
}
