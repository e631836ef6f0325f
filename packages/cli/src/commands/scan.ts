import { ERRORS } from '@mcp-guard/core';
import { Option } from 'commander';
import { collect, type RegisterCommand } from '../command.js';
import { askDaemon } from '../daemon/ask-daemon.js';
import { REPORTS } from '../scan/report/registry.js';
import { SEVERITIES, type FoundIssue, type Severity } from '../scan/rule.js';

interface ScanOptions {
  readonly format: string;
  readonly json?: true;
  readonly failOn: Severity;
  readonly client?: readonly string[];
  readonly live?: boolean;
  readonly all?: boolean;
  readonly accept?: true;
}

export const scan: RegisterCommand = (program, tools) => {
  const [text] = REPORTS;
  const formats = REPORTS.map(({ id }) => id);
  program
    .command('scan')
    .description('find servers in the configurations of clients that are unguarded or unsafe')
    .argument('[paths...]', 'files and folders of projects; default: what the clients of this user read')
    .addOption(
      new Option('--format <format>', 'the format of the report').choices(formats).default(text.id).conflicts('json'),
    )
    .option('--json', 'as --format json')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 where something is as bad').choices(SEVERITIES).default('critical'),
    )
    .option('--client <id>', 'only of this client, once or several times', collect)
    .option('--live', 'also start the servers, and check what they declare')
    .option('--accept', 'accept the findings: they are only counted from now on')
    .option('--all', 'also show what is accepted')
    .addHelpText('after', '\nExamples:\n  mcp-guard scan\n  mcp-guard scan . --format sarif > scan.sarif')
    .action(async (paths: readonly string[], options: ScanOptions) => {
      const { format, json, failOn, client: clients = [], live = false, all = false, accept } = options;
      // Other commands do not load the formats of clients and the rules.
      const [{ runScan }, { EVERY_RULE }] = await Promise.all([
        import('../scan/run-scan.js'),
        import('../scan/every-rule.js'),
      ]);
      const run = await runScan(tools, { paths, clients, live, all });
      const { result } = run;
      const report = REPORTS.find(({ id }) => id === (json ? 'json' : format)) ?? text;
      tools.print(report.write(result, EVERY_RULE), report.paint);
      if (result.baselineProblem !== null) tools.note(result.baselineProblem);
      if (accept && run.open > 0) {
        await askDaemon(tools, tools.findConfig(undefined), []);
        const { acceptFindings } = await import('../scan/accept-findings.js');
        return acceptFindings(run);
      }
      if (result.findings.some((finding) => isAsBad(finding, failOn))) tools.setExit(1);
      else if (paths.length > 0 && result.files === 0 && result.unread.length > 0)
        tools.setExit(ERRORS.MALFORMED_MESSAGE.exit);
    });
};

const isAsBad = ({ severity }: FoundIssue, level: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
