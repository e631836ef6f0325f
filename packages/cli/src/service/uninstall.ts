import { GuardError, safe } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';
import { readOwn, removeOwn } from './own-file.js';
import type { ServiceManager } from './service-manager.js';

/** Stops the service and removes its file. Without a manager, as in an image of a machine, the file goes all the same. */
export async function uninstallService(tools: CommandTools, manager: ServiceManager): Promise<void> {
  if (readOwn(manager.file) === undefined) {
    tools.print('nothing to do: no service is installed');
    return;
  }
  const problem = await manager.insist().then(
    () => undefined,
    (error: unknown) => GuardError.from(error),
  );
  if (problem) tools.note(`the service could not be stopped: ${problem.message}`);
  else await manager.stop();
  removeOwn(manager.file);
  await manager.forget().catch(() => undefined); // the file is gone, which is what counts
  tools.print(`service removed: ${safe(manager.file, 500)}`);
  tools.note('clients will start the daemon on demand');
}
