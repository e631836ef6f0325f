import { loadConfig, type ServerPolicy } from '@mcp-guard/policy';
import type { ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';

export const validate: RegisterCommand = (program, tools) => {
  program
    .command('validate')
    .description('check the configuration and name every problem')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .addHelpText('after', '\nExample:\n  mcp-guard validate -c team/mcp-guard.yaml')
    .action(({ config }: ConfigOption) => {
      const path = tools.findConfig(config);
      const { servers } = loadConfig({ path, secrets: tools.entrance.secrets, env: tools.env });
      const named = Object.keys(servers).length;
      tools.print(`${path} is valid: ${count(named, 'server')}`);
      if (named === 0) tools.note('warning: it names no servers, so no client can connect');
      for (const [name, { policy }] of Object.entries(servers)) {
        for (const warning of warnings(name, policy.permissions)) tools.note(`warning: ${warning}`);
        tools.note(unknownMethods(name, policy));
      }
    });
};

/** What becomes of a method outside the specification: a server may know it as another name of `tools/call`. */
function unknownMethods(server: string, { unknown_methods: chosen, permissions }: ServerPolicy): string {
  const { allowed_tools, allowed_resources, allowed_prompts } = permissions;
  const hasAllowList = [allowed_tools, allowed_resources, allowed_prompts].some((list) => list !== null);
  if (chosen === 'refuse') return `${server}: unknown methods are refused`;
  if (!hasAllowList) return `${server}: unknown methods are carried, with their name and uri matched against the lists`;
  if (chosen === 'carry')
    return `warning: ${server}: unknown methods are carried, although no allow list describes them`;
  return `${server}: unknown methods are refused, since an allow list is set`;
}

type Lists = Readonly<Record<string, readonly string[] | null>>;

/** Rules that can never match, or that leave nothing. */
function warnings(server: string, lists: Lists): string[] {
  return ['tools', 'resources', 'prompts'].flatMap((kind) => {
    const allowed = lists[`allowed_${kind}`];
    const denied = new Set(lists[`denied_${kind}`]);
    if (!allowed) return [];
    const place = `servers.${server}.policy.permissions`;
    if (allowed.length === 0) return [`${place}.allowed_${kind} is empty, so all ${kind} are denied`];
    return allowed
      .filter((pattern) => denied.has(pattern) || denied.has('*'))
      .map((pattern) => `${place}.allowed_${kind}: ${JSON.stringify(pattern)} can never match, it is denied too`);
  });
}
