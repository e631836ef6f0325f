import { userInfo } from 'node:os';
import { GuardError, parseJson, readStrict } from '@mcp-guard/core';
import { explainCall, rolesOfUser, type Config, type Explanation } from '@mcp-guard/policy';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { safe, safeJson } from '../safe.js';
import { toTable } from '../table.js';

interface ExplainOptions extends ConfigOption {
  readonly role: readonly string[];
  readonly json?: true;
}

export const explain: RegisterCommand = (program, tools) => {
  program
    .command('explain')
    .description('tell which rule decides a call, and why, without sending it')
    .argument('<server>', 'name of the server')
    .argument('<tool>', 'name of the tool')
    .argument('[arguments]', 'what the tool would be called with, as JSON', '{}')
    .option('--role <name>', 'as a user with this role, once or several times', collect, [])
    .option('-c, --config <file>', 'the configuration')
    .option('--json', 'machine-readable output')
    .addHelpText('after', `\nExample:\n  mcp-guard explain github delete_file '{"path": "/README.md"}'`)
    .action(async (server: string, tool: string, args: string, { config, role, json }: ExplainOptions) => {
      const loaded = await tools.load(tools.findConfig(config));
      const roles =
        role.length > 0 ? checkRoles(role, loaded.config) : rolesOfUser(loaded.config.auth, userInfo().username);
      const explanation = explainCall(loaded, { server, tool, args: checkArguments(args), cwd: process.cwd(), roles });
      tools.print(json ? safeJson(explanation) : describe(explanation));
      if (explanation.outcome === 'block') tools.setExit(1);
    });
};

const collect = (name: string, names: readonly string[]): readonly string[] => [...names, name];

function checkRoles(names: readonly string[], { auth }: Config): readonly string[] {
  const known = ['default', ...Object.keys(auth.roles)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new GuardError('CONFIG_INVALID', `there is no role ${unknown}; known: ${known.join(', ')}`);
}

/** Read as strictly as a message is. */
function checkArguments(text: string): string {
  const read = readStrict(
    Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":${text}}}`),
    128,
  );
  if (isJson(text) && read.kind === 'request') return text;
  throw new GuardError('MALFORMED_MESSAGE', 'the arguments are not JSON that can be read in one way only');
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function describe({ outcome, rules }: Explanation): string {
  const decisive = rules.find(({ verdict }) => verdict === 'refuses');
  const words = outcome === 'allow' ? 'this call would be sent' : `this call would be refused: ${decisive?.why ?? ''}`;
  const rows = rules.map(({ rule, verdict, why }) => [verdict, safe(rule, 300), safe(why, 200)]);
  return rows.length === 0
    ? `${words}; no rule has a say in it`
    : `${words}\n${toTable(['VERDICT', 'RULE', 'WHY'], rows)}`;
}
