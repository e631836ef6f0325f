import { withFileLock } from './file-lock.js';
import type { ServerLogin } from './login.js';
import { forgetWanted, loginPath, writeLogin } from './login-store.js';

/** Replaces the login at a server by a new one; a daemon that renews the old one at this moment does not undo it. */
export async function keepLogin(folder: string, login: ServerLogin): Promise<void> {
  await withFileLock(loginPath(folder, login.server), async () => {
    writeLogin(folder, login);
    forgetWanted(folder, login.server);
  });
}
