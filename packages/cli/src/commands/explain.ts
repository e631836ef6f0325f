import { ERRORS, GuardError, parseJson, readStrict, safeJson } from '@mcp-guard/core';
import { isRemote, type ServerConfig } from '@mcp-guard/policy';
import { explainCall, type Explanation } from '@mcp-guard/rules';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { findCaller, type CallerOptions } from '../explain/caller.js';
import { describeExplanation } from '../explain/describe.js';
import { readKnownState } from '../explain/read-known-state.js';

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
    .argument('<server>', 'name of the server')
    .argument('<tool>', 'name of the tool')
    .argument('[arguments]', 'what the tool would be called with, as JSON', '{}')
    .option('--role <name>', 'as a user with this role, once or several times', collect, [])
    .option('--user <name>', 'what this user has used, spent and been allowed counts; default: you, in os mode')
    .option('-c, --config <file>', 'the configuration')
    .option('--json', 'machine-readable output')
    .addHelpText('after', HELP)
    .action(async (server: string, tool: string, args: string, options: ExplainOptions) => {
      const path = tools.findConfig(options.config);
      const loaded = await tools.load(path);
      const { config } = loaded;
      const { user, roles } = findCaller(options, config.auth);
      const paths = tools.findPaths(path);
      const known = readKnownState(paths, tools.env, {
        server,
        user,
        now: Date.now(),
        isFilledByClient: hasClientText(Object.hasOwn(config.servers, server) ? config.servers[server] : undefined),
        passphrase: { isWanted: config.approvals.passphrase, keyPath: paths.approvalKey },
      });
      const call = { server, tool, args: checkArguments(args), cwd: process.cwd(), user: user ?? '', roles };
      const explanation = explainCall(loaded, { ...call, fingerprints: tools.fingerprints() }, known);
      if (options.json) tools.print(safeJson({ roles, ...explanation }));
      else {
        tools.print(describeExplanation(explanation, roles));
        for (const gap of explanation.gaps) tools.note(`note: ${gap}`);
      }
      tools.setExit(EXIT[explanation.outcome]);
    });
};

const HELP = `
Exit codes: 0 would be sent, ${EXIT.hold} would be held for a person, ${EXIT.block} would be refused

Example:
  mcp-guard explain github delete_file '{"path": "/README.md"}'`;

const collect = (name: string, names: readonly string[]): readonly string[] => [...names, name];

const hasClientText = (server: ServerConfig | undefined): boolean =>
  server !== undefined && !isRemote(server) && Object.values(server.env).some((value) => typeof value !== 'string');

/** Read as strictly as a message is. */
function checkArguments(text: string): string {
  const read = readStrict(
    Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":${text}}}`),
    MAX_DEPTH,
  );
  if (isJson(text) && read.kind === 'request') return text;
  throw new GuardError('MALFORMED_MESSAGE', 'the arguments are not unambiguous JSON');
}

/** The most that `daemon.max_depth` may be. */
const MAX_DEPTH = 1000;

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
