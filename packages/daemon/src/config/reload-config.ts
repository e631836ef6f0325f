import { GuardError } from '@mcp-guard/core';
import { joinPlaces, loadConfig, type Loaded, type LoadOptions, type OwnPlaces } from '@mcp-guard/policy';

/** The guard's own places stay its own until the next start, whatever the file says now. */
export async function reloadConfig(options: LoadOptions, before: OwnPlaces): Promise<Loaded> {
  const { config, ...loaded } = await loadConfig(options);
  // Editors empty a file before they write it. A configuration that serves nothing has `servers: {}`, a base without rules `{}`.
  if (loaded.empty !== undefined) throw new GuardError('CONFIG_INVALID', `${loaded.empty} is empty`);
  return { ...loaded, config: { ...config, own: joinPlaces(before, config.own) } };
}
