import { userInfo } from 'node:os';
import { GuardError, parseJson, type JsonValue } from '@mcp-guard/core';
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
      const explanation = explainCall(loaded, { server, tool, args: parseArguments(args), roles });
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

function parseArguments(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new GuardError('MALFORMED_MESSAGE', 'the arguments are not JSON', { cause });
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
