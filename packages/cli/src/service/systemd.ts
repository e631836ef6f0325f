import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GuardError, safe } from '@mcp-guard/core';
import { SERVICE_UNIT as UNIT, unitFolder } from '@mcp-guard/core/service-files';
import { findSystemProgram, runProgram } from '@mcp-guard/core/system-program';
import { removeEmpty } from './own-file.js';
import type { ServiceManager, ServiceState, ServiceSystem } from './service-manager.js';
import { toUnit } from './systemd-unit.js';

const WANTED = 'default.target.wants';
/** For one call, in milliseconds; stopping takes as long as calls in flight. */
const TIMEOUT = 20_000;
const STOP_TIMEOUT = 60_000;
/** The program finds the manager of the user by these. */
const PASSED = ['HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'DBUS_SESSION_BUS_ADDRESS'];

/** The manager that systemd runs for each user who is logged in, or lingers. */
export function openSystemd(system: ServiceSystem): ServiceManager {
  const folder = unitFolder(system.env, system.userHome);
  const file = join(folder, UNIT);
  const ask = (args: readonly string[], timeout = TIMEOUT) => runSystemctl(system, args, timeout);
  return {
    name: 'systemd',
    file,
    toText: toUnit,
    insist: async () => void (await ask(['show', '--property=Version'])),
    async start() {
      await ask(['daemon-reload']);
      await ask(['enable', UNIT]);
      await ask(['reset-failed', UNIT]).catch(() => undefined); // of a unit that was never loaded
      await ask(['restart', UNIT], STOP_TIMEOUT);
    },
    async stop() {
      await ask(['disable', '--now', UNIT], STOP_TIMEOUT);
      await ask(['reset-failed', UNIT]).catch(() => undefined);
    },
    async forget() {
      removeEmpty(join(folder, WANTED));
      removeEmpty(folder);
      await ask(['daemon-reload']);
    },
    async state() {
      const names = 'UnitFileState,ActiveState,MainPID,Result,ExecMainStatus';
      return toState(await ask(['show', UNIT, `--property=${names}`]));
    },
    advice: () =>
      existsSync(join('/var/lib/systemd/linger', system.user))
        ? []
        : [`it runs while ${safe(system.user)} is logged in; to have it always: loginctl enable-linger`],
  };
}

function toState(output: string): ServiceState {
  const values = new Map(
    output.split('\n').map((line): [string, string] => {
      const [name = '', ...rest] = line.split('=');
      return [name, rest.join('=')];
    }),
  );
  const pid = Number(values.get('MainPID'));
  const running = values.get('ActiveState') === 'active';
  const result = values.get('Result') ?? 'success';
  return {
    enabled: values.get('UnitFileState') === 'enabled',
    running,
    pid: running && pid > 0 ? pid : null,
    failure: result === 'success' ? null : `${result} ${values.get('ExecMainStatus') ?? ''}`.trim(),
  };
}

/** Returns its output; throws its error message if it fails. */
async function runSystemctl(system: ServiceSystem, args: readonly string[], timeout: number): Promise<string> {
  const program = findSystemProgram('systemctl', system.folders);
  if (program === undefined) throw withoutManager('systemctl was not found');
  const end = await runProgram(program, ['--user', ...args], { env: environmentOf(system), timeout });
  if (end.ok) return end.output;
  const words = safe(end.words.trim(), 300);
  if (/connect to (?:the )?(?:user scope )?bus/i.test(words)) throw withoutManager(words);
  throw new GuardError('DAEMON_UNAVAILABLE', `systemctl --user ${args[0]} ${end.how}${words && `: ${words}`}`, {
    hint: { command: 'journalctl --user -u mcp-guard' },
  });
}

/** Without a login, as under su, the variable is not there, but the manager of a user who lingers is. */
function environmentOf({ env, uid }: ServiceSystem): Readonly<Record<string, string>> {
  const passed = PASSED.flatMap((name): [string, string][] => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { XDG_RUNTIME_DIR: `/run/user/${uid}`, ...Object.fromEntries(passed), LC_ALL: 'C' };
}

const withoutManager = (why: string): GuardError =>
  new GuardError('DAEMON_UNAVAILABLE', `no manager of this user can be asked: ${why}`, {
    hint: existsSync('/run/systemd/system')
      ? 'run loginctl enable-linger, and log in again'
      : 'this system does not run systemd: start the daemon with mcp-guard start -d, or mcp-guard start as the main program of a container',
  });
