import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TINY } from '../contender.js';
import { bridgeTo, createHome, guardCommand, readPageUrl, type GuardHome } from '../guard-home.js';
import { inTurn, range } from '../in-turn.js';
import { readPeakBytes, readWaited } from '../process-cost.js';
import { Processes, type Child } from '../processes.js';
import { openClient } from '../stdio-client.js';
import { Attacker } from './attacker.js';
import type { Attack } from './attacks.js';
import { callEvery } from './call-every.js';
import { REMOTE_FLOODS } from './remote-floods.js';
import { startLast } from './start-last.js';
import { createTally, readPoured } from './tally.js';

const HOSTILE = fileURLToPath(import.meta.resolve('./hostile-server.js'));
const REMOTE = fileURLToPath(import.meta.resolve('./hostile-remote.js'));
const PAGE_FLOOD = fileURLToPath(import.meta.resolve('./page-flood.js'));
const WARM_UP_MS = 500;
const STATUS_MS = 5000;
/** Before a client whose session the guard has ended comes back, as a client would. */
const AGAIN_MS = 100;
/** For the handshake of an attacker before anything is measured. */
const ENTER_MS = 60_000;

/** The effect of one attack on all other sessions. */
export interface Suffered {
  readonly name: string;
  /** One for each call of another session, ms; unanswered ones with the time that was waited. */
  readonly latencies: readonly number[];
  /** Calls that were refused, or whose session ended. */
  readonly failed: number;
  /** Of the daemon, in bytes; `undefined` if the system does not report it. */
  readonly peak: number | undefined;
  /** Share of the time in which the daemon's main thread had to wait for a processor; `undefined` as for `peak`. */
  readonly waited: number | undefined;
  readonly answersStatus: boolean;
  readonly isAlive: boolean;
  /** Of the attackers' sessions. */
  readonly ended: number;
  readonly pours: Attack['pours'];
  /** While it was measured. */
  readonly poured: number;
  /** A process of the attack that did not last until its end. */
  readonly lost: string | undefined;
}

/** Plays one attack for `forMs`, or as long as it needs, against a daemon of its own, beside a session that calls all the time. */
export async function suffer(attack: Attack, forMs: number): Promise<Suffered> {
  const processes = new Processes();
  const home = createHome(processes, () => '');
  const tally = join(dirname(home.paths.home), 'tally');
  try {
    const remote = await startRemote(processes, attack, tally);
    writeFileSync(home.paths.config, toConfiguration(attack, remote?.host ?? '', tally));
    const victim = await openClient(processes, 'victim', bridgeTo(home.paths.home, 'tiny'));
    attack.prepare?.();
    const note = createTally(tally);
    const enter = async (until: AbortSignal): Promise<Attacker | undefined> => {
      const attacker = new Attacker(processes, bridgeTo(home.paths.home, 'hostile'), note);
      return (await attacker.initialize(attack.server[0], until)) ? attacker : undefined;
    };
    const attackers = await inTurn(range(attack.sessions), () => enter(AbortSignal.timeout(ENTER_MS)));
    const pid = home.readDaemonPid();
    if (pid === undefined) throw new Error('daemon.pid names no process');
    await callEvery(victim, attack, sleep(WARM_UP_MS));

    const lasts = Math.max(forMs, attack.leastMs);
    const over = AbortSignal.timeout(lasts);
    const from = Date.now();
    const waitedBefore = readWaited(pid);
    const page = attack.page === undefined ? undefined : floodPage(processes, home, attack.page, tally);
    const played = Promise.all(attackers.map((attacker) => playAgain(attack, attacker, enter, over)));
    const status = sleep(lasts / 2).then(() => answersStatus(processes, home));
    const calls = await callEvery(victim, attack, sleep(lasts));
    const waitedAfter = readWaited(pid);
    const measured = Date.now() - from;
    const lost = describeLost(remote?.child) ?? describeLost(page);
    const answered = await status;
    const ended = (await played).reduce((sum, each) => sum + each, 0);
    return {
      name: attack.name,
      latencies: calls.map(({ took }) => took),
      failed: calls.filter(({ isFailed }) => isFailed).length,
      peak: readPeakBytes(pid),
      waited:
        waitedBefore === undefined || waitedAfter === undefined ? undefined : (waitedAfter - waitedBefore) / measured,
      answersStatus: answered,
      isAlive: home.readDaemonPid() === pid,
      ended,
      pours: attack.pours,
      poured: readPoured(tally, from, from + lasts),
      lost,
    };
  } finally {
    processes.close();
    home.abandon();
  }
}

/** Comes back each time that the guard ends the session, so that the attack lasts. Resolves how often that was. */
async function playAgain(
  attack: Attack,
  first: Attacker | undefined,
  enter: (until: AbortSignal) => Promise<Attacker | undefined>,
  over: AbortSignal,
): Promise<number> {
  let ended = 0;
  for (let attacker = first; ; attacker = await enter(over)) {
    if (attacker) await attack.play(attacker, over);
    if (over.aborted) return ended;
    ended++;
    await sleep(AGAIN_MS);
  }
}

function floodPage(processes: Processes, { paths }: GuardHome, which: string, tally: string): Child {
  return startLast(processes, {
    command: process.execPath,
    args: [PAGE_FLOOD, tally, readPageUrl(paths), which],
    env: {},
  });
}

/** Why it did not last; nothing while it runs. */
function describeLost(child: Child | undefined): string | undefined {
  if (!child || (child.exitCode === null && child.signalCode === null)) return undefined;
  return `a process of the attack ended with ${child.signalCode ?? child.exitCode}`;
}

async function answersStatus(processes: Processes, { paths }: GuardHome): Promise<boolean> {
  const asked = processes.run(guardCommand(paths.home, 'status', '--json')).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(STATUS_MS, false)]);
}

interface Remote {
  readonly child: Child;
  readonly host: string;
}

async function startRemote(processes: Processes, { remote }: Attack, tally: string): Promise<Remote | undefined> {
  if (remote === undefined) return undefined;
  const child = startLast(processes, { command: process.execPath, args: [REMOTE, tally, remote], env: {} });
  return { child, host: String(await once(child.stdout, 'data')).trim() };
}

/** A server that fails is asked on, so that an attack lasts as long as the measuring. */
const NEVER_LEFT_ALONE = { failures: 1000, open_seconds: 0.001 };

function toConfiguration({ server, remote, sessions }: Attack, host: string, tally: string): string {
  const to = remote === undefined ? undefined : REMOTE_FLOODS[remote]?.to;
  const local = { command: process.execPath, args: [HOSTILE, tally, ...server] };
  const hostile =
    to === 'call'
      ? { url: `http://${host}/mcp`, circuit_breaker: NEVER_LEFT_ALONE }
      : to === 'upgrade' || to === 'open websocket'
        ? { url: `ws://${host}/mcp`, transport: 'websocket', circuit_breaker: NEVER_LEFT_ALONE }
        : local;
  const policy = { permissions: { denied_tools: ['no-such-tool'] } };
  return JSON.stringify({
    servers: {
      tiny: { command: process.execPath, args: [TINY] },
      hostile: { ...hostile, max_sessions: 2 * sessions, policy },
    },
    ...(to === 'telemetry' && { telemetry: { otlp: `http://${host}` } }),
  });
}
