import { ERRORS, GuardError, tryParseJson, readStrict, safeJson, toOutcome } from '@mcp-guard/core';
import { isRemote, type ServerConfig } from '@mcp-guard/policy';
import { explainCall, type Explanation } from '@mcp-guard/rules';
import { isByArguments } from '@mcp-guard/store';
import { CONFIG_OPTION, collect, type ConfigOption, type RegisterCommand } from '../command.js';
import { findCaller, type CallerOptions } from '../explain/caller.js';
import { describeExplanation, paintVerdicts, toLines } from '../explain/describe.js';
import { insistOnServer } from '../explain/find-server.js';
import { readKnownState } from '../explain/known-state.js';
import { ARGUMENTS_GAP, describeRecordedCall, readRecordedCall, type RecordedCall } from '../explain/recorded-call.js';
import { parseAuditId } from '../logs/options.js';
import { doubtName } from '../policy-edit/meant-tools.js';
import { readShownTools } from '../record/known-tools.js';

interface ExplainOptions extends ConfigOption, CallerOptions {
  readonly json?: true;
}

/** A refusal ends like `POLICY_DENIED`, whatever its code is; a held call ends like one that is held. */
const EXIT: Readonly<Record<Explanation['outcome'], number>> = {
  allow: 0,
  hold: ERRORS.APPROVAL_REQUIRED.exit,
  block: ERRORS.POLICY_DENIED.exit,
};

export const explain: RegisterCommand = (program, tools) => {
  program
    .command('explain')
    .description('show which rule decides a call, and why, without sending it')
    .argument('<server>', 'name of the server; or alone, the id of a recorded call')
    .argument('[tool]', 'name of the tool')
    .argument('[arguments]', 'what the tool would be called with, as JSON', '{}')
    .option('--role <name>', 'as a user with this role, once or several times', collect)
    .option('--user <name>', 'the user whose usage, spend and approvals apply; default: you, in os mode')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', HELP)
    .action(async (named: string, namedTool: string | undefined, args: string, options: ExplainOptions) => {
      const path = tools.findConfig(options.config);
      const recorded = namedTool === undefined ? readRecordedCall(tools, path, checkId(named)) : undefined;
      const server = recorded?.server ?? named;
      const tool = recorded?.tool ?? namedTool ?? '';
      const loaded = await tools.load(path);
      const { config } = loaded;
      if (!recorded) insistOnServer(config, server);
      const { user, roles } = findCaller(withUserOf(recorded, options), config.auth);
      const paths = tools.findPaths(path);
      const known = readKnownState(paths, tools.env, {
        server,
        user,
        now: Date.now(),
        isFilledByClient: hasClientText(Object.hasOwn(config.servers, server) ? config.servers[server] : undefined),
        passphrase: { isWanted: config.approvals.passphrase, keyPath: paths.approvalKey },
      });
      const call = { server, tool, args: checkArguments(args), cwd: tools.cwd, user: user ?? '', roles };
      const explanation = explainCall(loaded, { ...call, fingerprints: tools.fingerprints() }, known);
      const unknown = recorded && explanation.outcome === 'allow' ? unrecordedOf(recorded) : undefined;
      const gaps = [...(recorded ? [ARGUMENTS_GAP] : []), ...explanation.gaps];
      const told = { roles, ...explanation, outcome: toOutcome(explanation.outcome), gaps };
      if (options.json) tools.print(safeJson({ ...(recorded && { recorded }), ...told }));
      else {
        if (recorded) tools.print(`${describeRecordedCall(recorded)}\nnow:`);
        if (unknown) tools.print(`unknown: ${unknown} are not recorded. By the other rules:`);
        tools.print(describeExplanation(explanation, roles), paintVerdicts);
        const doubt = doubtName(tool, server, readShownTools(paths, tools.env).get(server) ?? []);
        const notes = doubt === undefined || explanation.outcome === 'block' ? gaps : [doubt, ...gaps];
        for (const each of notes) tools.note(toLines(`note: ${each}`));
      }
      tools.setExit(unknown ? EXIT_UNKNOWN : EXIT[explanation.outcome]);
    });
};

/** The call was refused for what is not recorded, so the rules that ignore that do not decide it. */
const unrecordedOf = (recorded: RecordedCall): string | undefined =>
  recorded.code === 'CONTENT_BLOCKED' ? 'message contents' : isByArguments(recorded) ? 'its arguments' : undefined;
const EXIT_UNKNOWN = 1;

const HELP = `
Exit codes: 0 allowed, ${EXIT.hold} needs an approval, ${EXIT.block} refused, 1 not known

Examples:
  mcp-guard explain github delete_file '{"path": "/README.md"}'
  mcp-guard explain 381`;

/** The user whose call was recorded, unless another one is named. */
const withUserOf = (recorded: RecordedCall | undefined, options: ExplainOptions): ExplainOptions =>
  recorded?.user == null ? options : { user: recorded.user, ...options };

function checkId(named: string): number {
  if (/^\d+$/.test(named)) return parseAuditId(named);
  throw new GuardError('USAGE', 'the name of the tool is missing', {
    hint: 'name the server and its tool, or the id of a recorded call',
  });
}

const hasClientText = (server: ServerConfig | undefined): boolean =>
  server !== undefined && !isRemote(server) && Object.values(server.env).some((value) => typeof value !== 'string');

/** Read as strictly as a message is. */
function checkArguments(text: string): string {
  const read = readStrict(
    Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":${text}}}`),
    MAX_DEPTH,
  );
  if (tryParseJson(text) !== undefined && read.kind === 'request') return text;
  throw new GuardError('USAGE', 'ARGUMENTS is not valid JSON, or has a key twice');
}

/** The most that `daemon.max_depth` may be. */
const MAX_DEPTH = 1000;
