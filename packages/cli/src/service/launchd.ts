import { join } from 'node:path';
import { GuardError, safe } from '@mcp-guard/core';
import { agentFolder, SERVICE_LABEL as LABEL } from '@mcp-guard/core/service-files';
import { findSystemProgram, runProgram, type ProgramEnd } from '@mcp-guard/core/system-program';
import { toPlist } from './launchd-plist.js';
import type { ServiceManager, ServiceState, ServiceSystem } from './service-manager.js';

/** For one call, in milliseconds; stopping takes as long as calls in flight. */
const TIMEOUT = 20_000;
const STOP_TIMEOUT = 60_000;

/** launchd runs programs for each user of macOS. */
export function openLaunchd(system: ServiceSystem): ServiceManager {
  const file = join(agentFolder(system.userHome), `${LABEL}.plist`);
  const domain = `gui/${system.uid}`;
  const target = `${domain}/${LABEL}`;
  const ask = (args: readonly string[], timeout = TIMEOUT) => runLaunchctl(system, args, timeout);
  const leave = async (): Promise<void> => {
    if ((await ask(['print', target])).ok) insistOn(await ask(['bootout', target], STOP_TIMEOUT), 'bootout');
  };
  return {
    name: 'launchd',
    file,
    toText: toPlist,
    async insist() {
      if ((await ask(['print', domain])).ok) return;
      throw new GuardError('DAEMON_UNAVAILABLE', 'no session of this user can be asked', {
        hint: 'log in at the screen of this machine, and run it there',
      });
    },
    async start() {
      await leave();
      insistOn(await ask(['enable', target]), 'enable');
      insistOn(await ask(['bootstrap', domain, file]), 'bootstrap');
    },
    stop: leave,
    forget: () => Promise.resolve(),
    state: async () => toState(await ask(['print', target])),
    advice: () => [],
  };
}

/** The output of `print` is for people; two of its lines are read. */
function toState({ ok, output }: ProgramEnd): ServiceState {
  const lines = output.split('\n').map((line) => line.trim());
  const value = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name} = `))?.slice(name.length + 3);
  const pid = Number(value('pid'));
  const code = value('last exit code');
  const running = ok && pid > 0;
  const hasFailed = ok && !running && code !== undefined && /^[1-9]/.test(code);
  return { enabled: ok, running, pid: running ? pid : null, failure: hasFailed ? `exit code ${safe(code)}` : null };
}

function insistOn({ ok, how, words }: ProgramEnd, what: string): void {
  if (ok) return;
  const said = safe(words.trim(), 300);
  throw new GuardError('DAEMON_UNAVAILABLE', `launchctl ${what} ${how}${said && `: ${said}`}`);
}

function runLaunchctl(
  { folders, userHome }: ServiceSystem,
  args: readonly string[],
  timeout: number,
): Promise<ProgramEnd> {
  const program = findSystemProgram('launchctl', folders);
  if (program === undefined) throw new GuardError('DAEMON_UNAVAILABLE', 'launchctl was not found');
  return runProgram(program, args, { env: { HOME: userHome }, timeout });
}
