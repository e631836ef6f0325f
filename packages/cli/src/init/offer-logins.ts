import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isYes, type Terminal } from '../person/terminal.js';

/** Asks for each server that needs a login whether to log in now, and does it with the command that was named. */
export async function offerLogins(
  servers: Iterable<string>,
  terminal: Terminal,
  { guardProgram, config }: { readonly guardProgram: string; readonly config: string },
): Promise<void> {
  for (const server of servers) {
    /* oxlint-disable no-await-in-loop -- one after the other */
    if (!isYes(await terminal.ask(`log in at ${server} now, with the browser? [y/N] `))) continue;
    const login = spawn(process.execPath, [guardProgram, 'auth', 'login', server, '-c', config], { stdio: 'inherit' });
    await once(login, 'exit'); // it says itself what went wrong
    /* oxlint-enable no-await-in-loop */
  }
}
