import { isAbsolute, relative, resolve, sep } from 'node:path';
import { ERRORS } from '@mcp-guard/core';
import { InvalidArgumentError, Option } from 'commander';
import type { ClientFormat } from '../clients/client-format.js';
import { CLIENTS } from '../clients/registry.js';
import { thisSystem } from '../clients/this-system.js';
import type { RegisterCommand } from '../command.js';
import { checkFiles } from '../scan/check.js';
import { findNamedFiles, findUserFiles } from '../scan/find-files.js';
import { REPORTS } from '../scan/report/registry.js';
import type { ScanResult } from '../scan/report/report.js';
import { SEVERITIES, type Finding, type Severity } from '../scan/rule.js';

interface ScanOptions {
  readonly format: string;
  readonly failOn: Severity;
  readonly client: readonly ClientFormat[];
}

export const scan: RegisterCommand = (program, tools) => {
  const [text] = REPORTS;
  const formats = REPORTS.map(({ id }) => id);
  program
    .command('scan')
    .description('find servers in the configurations of clients that are unguarded or unsafe')
    .argument('[paths...]', 'files and folders of projects; default: what the clients of this user read')
    .addOption(new Option('--format <format>', 'how to tell it').choices(formats).default(text.id))
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 where something is as bad').choices(SEVERITIES).default('critical'),
    )
    .option('--client <id>', 'only of this client, once or several times', collectClients, [])
    .addHelpText('after', '\nExamples:\n  mcp-guard scan\n  mcp-guard scan . --format sarif > scan.sarif')
    .action((paths: readonly string[], { format, failOn, client }: ScanOptions) => {
      const cwd = process.cwd();
      const system = thisSystem(tools.env);
      const clients = client.length > 0 ? client : CLIENTS;
      const { files, unread } =
        paths.length > 0
          ? findNamedFiles(
              paths.map((path) => resolve(cwd, path)),
              system,
              clients,
            )
          : findUserFiles(system, clients);
      const result: ScanResult = {
        version: tools.version,
        files: files.length,
        servers: files.reduce((sum, { servers }) => sum + servers.length, 0),
        findings: fromHere(checkFiles(files), cwd),
        unread: fromHere(unread, cwd),
      };
      const report = REPORTS.find(({ id }) => id === format) ?? text;
      tools.print(report.write(result), report.paint);
      if (result.findings.some((finding) => isAsBad(finding, failOn))) tools.setExit(1);
      else if (paths.length > 0 && files.length === 0 && unread.length > 0)
        tools.setExit(ERRORS.MALFORMED_MESSAGE.exit);
    });
};

function collectClients(id: string, clients: readonly ClientFormat[]): readonly ClientFormat[] {
  const client = CLIENTS.find((each) => each.id === id);
  if (client) return [...clients, client];
  throw new InvalidArgumentError(`Known are ${CLIENTS.map((each) => each.id).join(', ')}.`);
}

const isAsBad = ({ severity }: Finding, level: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);

/** Named from the working folder on, where they are in it. */
const fromHere = <Placed extends { readonly file: string }>(placed: readonly Placed[], cwd: string): Placed[] =>
  placed.map((each) => Object.assign({}, each, { file: shorten(each.file, cwd) }));

function shorten(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short) ? file : short;
}
