import { readFileSync } from 'node:fs';
import { ERRORS, GuardError, isErrorCode, safeJson, type ErrorCode } from '@mcp-guard/core';
import type { RegisterCommand } from '../command.js';
import { toPlain } from '../output/plain-markdown.js';
import { toTable } from '../output/table.js';

/** A document of the package. */
const PAGE = new URL('../docs/errors.md', import.meta.url);

export const errors: RegisterCommand = (program, tools) => {
  program
    .command('errors')
    .description('explain an error, and what to do about it')
    .argument('[code]', 'such as POLICY_DENIED or 10403; without one, all codes')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard errors POLICY_DENIED')
    .action((named: string | undefined, { json }: { json?: true }) => {
      const code = named === undefined ? undefined : parseCode(named);
      if (json) tools.print(safeJson(code === undefined ? ERRORS : { ...ERRORS[code], text: findSection(code) }));
      else tools.print(code === undefined ? listCodes() : toPlain(findSection(code)));
    });
};

const listCodes = (): string =>
  toTable(
    ['CODE', 'JSON-RPC', 'HTTP', 'EXIT'],
    Object.entries(ERRORS).map(([code, { rpc, http, exit }]) => [code, String(rpc), String(http), String(exit)]),
  );

function parseCode(named: string): ErrorCode {
  const code = named.toUpperCase();
  if (isErrorCode(code)) return code;
  // Many clients show the number alone. Those below 0 belong to several codes.
  const numbered = Object.entries(ERRORS).find(([, { rpc }]) => rpc > 0 && String(rpc) === named)?.[0];
  if (isErrorCode(numbered)) return numbered;
  throw new GuardError('USAGE', 'there is no such code', {
    hint: { words: 'all of them are listed by:', command: 'mcp-guard help errors' },
  });
}

function findSection(code: ErrorCode): string {
  const sections = readFileSync(PAGE, 'utf8').split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${code}\n`)) ?? '';
  return section.trimEnd();
}
