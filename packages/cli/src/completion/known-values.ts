import { ERRORS, isObject, member } from '@mcp-guard/core';
import { readTrusted } from '@mcp-guard/policy';
import { parseYaml } from '../clients/syntax/yaml.js';
import type { CommandTools } from '../command.js';
import type { Wanted } from './find-wanted.js';

const MAX_CONFIG = 2 ** 20;

const recorded = async () => import('./recorded-values.js');

/**
 * Values of one kind; none if they cannot be known without asking anybody. Who has typed a key waits for it, so what most
 * kinds do not need is loaded where it is used.
 */
export async function knownValues(
  tools: CommandTools,
  { command, named, before }: Extract<Wanted, { kind: 'value' }>,
): Promise<readonly string[]> {
  const config = tools.findConfig(undefined);
  switch (named) {
    case 'server':
    case 'servers':
      return serversOf(config);
    case 'tool':
      return (await recorded()).shownTools(tools, config, before[0] ?? '');
    case 'id':
      if (['except', 'explain', 'logs'].includes(command)) return (await recorded()).refusedRows(tools, config);
      return (await recorded()).openApprovals(tools, config);
    case 'code':
      return Object.keys(ERRORS);
    case 'client':
      if (command === 'logs') return (await recorded()).recordedClients(tools, config);
      return (await import('../clients/registry.js')).CLIENTS.map(({ id }) => id);
    default:
      return [];
  }
}

/** As they are written: a configuration with problems has servers too. */
function serversOf(config: string): readonly string[] {
  const { value } = parseYaml(readTrusted(config, MAX_CONFIG) ?? '');
  const servers = member(value, 'servers');
  return isObject(servers) ? Object.keys(servers) : [];
}
