import type { AuditReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { insistOnServer } from './find-server.js';

/**
 * Throws UNKNOWN_SERVER, with the nearest name, for a server that neither the record nor the configuration has. A
 * configuration that cannot be read knows no names.
 */
export async function checkServer(
  { load }: Pick<CommandTools, 'load'>,
  config: string,
  record: AuditReader,
  server: string | undefined,
): Promise<void> {
  if (server === undefined || record.newest({ server }, 1).length > 0) return;
  const loaded = await load(config).catch(() => undefined);
  if (loaded) insistOnServer(loaded.config, server);
}
