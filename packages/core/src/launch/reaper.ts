import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends the process groups of all servers once the daemon is gone, for any reason.
 *
 * A constant shell script holds the other end of a pipe. Each server is started by a
 * second constant script that enters its own group (`+ PGID`) there before it becomes the
 * server, so there is no moment at which a server runs unknown. When the daemon's end of
 * the pipe closes, the groups that are still entered get SIGTERM, and a second later SIGKILL.
 */
const WATCH = `
trap '' HUP INT TERM
groups=' '
while read -r verb group; do
  case $verb in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%%" $group "*} \${groups#*" $group "}" ;; esac ;;
  esac
done
[ "$groups" = ' ' ] && exit
for group in $groups; do kill -s TERM -- "-$group"; done
sleep 1
for group in $groups; do kill -s KILL -- "-$group"; done
`;

/** Enters the group, forgets the pipe, and becomes the command in its arguments. */
const LAUNCH = 'echo "+ $$" >&3 || exit 125; exec 3>&-; exec "$@"';

export interface LaunchOptions {
  /** Absolute. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export class Reaper {
  #watcher: ChildProcess;
  readonly #groups = new Set<number>();
  #closed = false;

  constructor() {
    this.#watcher = this.#start();
  }

  /** Starts a command as the leader of its own process group, with pipes as its three streams. */
  launch({ command, args, env, cwd }: LaunchOptions): ChildProcess {
    const child = spawn('/bin/sh', ['-c', LAUNCH, 'mcp-guard', command, ...args], {
      stdio: ['pipe', 'pipe', 'pipe', this.#pipe()],
      detached: true,
      env,
      cwd,
    });
    child.once('error', () => undefined); // a child that could not be started has no pid, which the caller checks
    const group = child.pid;
    if (group !== undefined) {
      this.#groups.add(group);
      child.once('exit', () => this.#forget(group));
    }
    return child;
  }

  /** Ends the watcher without touching any group; all of them must have ended before. */
  close(): void {
    this.#closed = true;
    this.#pipe().end();
  }

  #pipe(): Writable {
    if (!this.#watcher.stdin) throw new Error('the watcher has no pipe');
    return this.#watcher.stdin;
  }

  /** Processes that the leader left in its group end with it. The group's number is free only after that. */
  #forget(group: number): void {
    signalGroup(group, 'SIGKILL');
    this.#groups.delete(group);
    this.#pipe().write(`- ${group}\n`);
  }

  #start(): ChildProcess {
    const watcher = spawn('/bin/sh', ['-c', WATCH, 'mcp-guard-reaper'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
    });
    watcher.once('error', () => undefined).stdin?.on('error', () => undefined); // `exit` reports its end
    watcher.once('exit', () => {
      if (this.#closed) return;
      this.#watcher = this.#start(); // another program ended it: the servers must not be without one
      for (const group of this.#groups) this.#pipe().write(`+ ${group}\n`);
    });
    return watcher;
  }
}

/** To every process of a group; one that is gone is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // no process is left in it
  }
}
