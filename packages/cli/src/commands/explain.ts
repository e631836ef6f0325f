import { GuardError, parseJson, readStrict, safe, safeJson, userName } from '@mcp-guard/core';
import { explainCall, type Explanation } from '@mcp-guard/rules';
import { rolesOfUser, type AuthConfig } from '@mcp-guard/policy';
import type { ConfigOption, RegisterCommand } from '../command.js';
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
      const roles = rolesFor(role, loaded.config.auth);
      const fingerprints = tools.fingerprints();
      const call = { server, tool, args: checkArguments(args), cwd: process.cwd(), roles, fingerprints };
      const explanation = explainCall(loaded, call);
      tools.print(json ? safeJson({ roles, ...explanation }) : describe(explanation, roles));
      if (explanation.outcome === 'block') tools.setExit(1);
    });
};

const collect = (name: string, names: readonly string[]): readonly string[] => [...names, name];

/** In os mode the user is known; in the other modes the key or the login names the user. */
function rolesFor(names: readonly string[], auth: AuthConfig): readonly string[] {
  const known = ['default', ...Object.keys(auth.roles)];
  const unknown = names.find((name) => !known.includes(name));
  const choice = `known: ${known.join(', ')}`;
  if (unknown !== undefined) throw new GuardError('CONFIG_INVALID', `there is no role ${unknown}; ${choice}`);
  if (names.length > 0) return names;
  if (auth.mode === 'os' || known.length === 1) return rolesOfUser(auth, userName());
  throw new GuardError('CONFIG_INVALID', `the mode ${auth.mode} needs a role, with --role; ${choice}`);
}

/** Read as strictly as a message is. */
function checkArguments(text: string): string {
  const read = readStrict(
    Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":${text}}}`),
    128,
  );
  if (isJson(text) && read.kind === 'request') return text;
  throw new GuardError('MALFORMED_MESSAGE', 'the arguments are not unambiguous JSON');
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function describe({ outcome, rules }: Explanation, roles: readonly string[]): string {
  const decisive = rules.find(({ verdict }) => verdict === (outcome === 'block' ? 'refuses' : 'asks'));
  const ends = { allow: 'would be sent', hold: 'would be held for a person', block: 'would be refused' };
  const end = decisive ? `${ends[outcome]}: ${decisive.why}` : ends[outcome];
  const words = `with ${roles.length > 1 ? 'the roles' : 'the role'} ${roles.join(', ')} this call ${end}`;
  const rows = rules.map(({ rule, verdict, why }) => [verdict, safe(rule, 300), safe(why, 200)]);
  return rows.length === 0
    ? `${words}; no rule has a say in it`
    : `${words}\n${toTable(['VERDICT', 'RULE', 'WHY'], rows)}`;
}
