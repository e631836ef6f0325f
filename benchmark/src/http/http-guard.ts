import { bridgeTo, createHome, type GuardHome } from '../guard-home.js';
import type { Command, Processes } from '../processes.js';
import { openClient } from '../stdio-client.js';

const SERVER = 'remote';
/** More than are measured. */
const MAX_SESSIONS = 2000;

/** A guard in front of one server that is reached over HTTP. */
export interface HttpGuard extends Pick<GuardHome, 'paths' | 'readDaemonPid' | 'close'> {
  readonly server: string;
  readonly command: Command;
  /** A fresh daemon takes the place of the one that runs. */
  restart(): Promise<void>;
}

/** Resolves once a session works, or throws the reason in one line. */
export async function openHttpGuard(processes: Processes, url: string): Promise<HttpGuard> {
  const guard = createHome(processes, () => toConfiguration(url));
  const command = bridgeTo(guard.paths.home, SERVER);
  try {
    const tryOut = async (): Promise<void> => (await openClient(processes, 'guard', command)).close();
    await tryOut();
    const restart = async (): Promise<void> => {
      await guard.stop();
      await tryOut(); // the first bridge starts it
    };
    return { ...guard, server: SERVER, command, restart };
  } catch (error) {
    await guard.close().catch(() => {}); // The first reason is the one to report.
    throw error;
  }
}

// The same policy as that of the guard in front of stdio servers.
const toConfiguration = (url: string): string => `servers:
  ${SERVER}:
    transport: streamable-http
    url: ${url}
    max_sessions: ${MAX_SESSIONS}
    policy: { permissions: { denied_tools: [no-such-tool] } }
audit: { max_bytes: 64GiB }
`;
