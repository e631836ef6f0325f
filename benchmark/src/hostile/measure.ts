import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TINY } from '../contender.js';
import { bridgeTo, createHome, guardCommand, type GuardHome } from '../guard-home.js';
import { inTurn, range } from '../in-turn.js';
import { toEchoParams } from '../load.js';
import { readPeakBytes } from '../process-cost.js';
import { Processes } from '../processes.js';
import { openClient, type StdioClient } from '../stdio-client.js';
import { Attacker } from './attacker.js';
import type { Attack } from './attacks.js';

const HOSTILE = fileURLToPath(import.meta.resolve('./hostile-server.js'));
const WARM_UP_MS = 500;
/** For what is still open when the attack is over; what is not answered by then counts as so late. */
const LATE_MS = 15_000;
const STATUS_MS = 5000;

/** The effect of one attack on all other sessions. */
export interface Suffered {
  readonly name: string;
  /** One for each call of another session, ms; unanswered ones with the time that was waited. */
  readonly latencies: readonly number[];
  /** Calls that were refused, or whose session ended. */
  readonly failed: number;
  /** Of the daemon, in bytes; `undefined` if the system does not report it. */
  readonly peak: number | undefined;
  readonly answersStatus: boolean;
  readonly isAlive: boolean;
  /** Of the attackers' sessions. */
  readonly ended: number;
}

/** Plays one attack for `forMs` against a daemon of its own, beside a session that calls all the time. */
export async function suffer(attack: Attack, forMs: number): Promise<Suffered> {
  const processes = new Processes();
  const home = createHome(processes, () => toConfiguration(attack));
  try {
    const victim = await openClient(processes, 'victim', bridgeTo(home.paths.home, 'tiny'));
    const attackers = await inTurn(range(attack.sessions), async () => {
      const attacker = new Attacker(processes, bridgeTo(home.paths.home, 'hostile'));
      await attacker.initialize(attack.server[0]);
      return attacker;
    });
    const pid = home.readDaemonPid();
    if (pid === undefined) throw new Error('daemon.pid names no process');
    await callEvery(victim, attack, sleep(WARM_UP_MS));

    const over = AbortSignal.timeout(forMs);
    const played = Promise.all(attackers.map((attacker) => attack.play(attacker, over)));
    const status = sleep(forMs / 2).then(() => answersStatus(processes, home));
    const calls = await callEvery(victim, attack, sleep(forMs));
    const answered = await status;
    await played;
    return {
      name: attack.name,
      latencies: calls.map(({ took }) => took),
      failed: calls.filter(({ isFailed }) => isFailed).length,
      peak: readPeakBytes(pid),
      answersStatus: answered,
      isAlive: home.readDaemonPid() === pid,
      ended: attackers.filter(({ isGone }) => isGone).length,
    };
  } finally {
    processes.close();
    home.abandon();
  }
}

interface Call {
  readonly took: number;
  readonly isFailed: boolean;
}

/** At fixed times, whether or not the last one was answered. */
async function callEvery(
  client: StdioClient,
  { callBytes, everyMs }: Attack,
  until: Promise<unknown>,
): Promise<readonly Call[]> {
  const params = toEchoParams(callBytes);
  const calls: Promise<Call>[] = [];
  const call = (): void => {
    const sentAt = performance.now();
    const { promise, resolve } = Promise.withResolvers<Call>();
    client.send('tools/call', params, (answer) =>
      resolve({ took: performance.now() - sentAt, isFailed: answer instanceof Error }),
    );
    calls.push(promise);
  };
  call();
  const timer = setInterval(call, everyMs);
  await until;
  clearInterval(timer);
  const late = sleep(LATE_MS, { took: LATE_MS, isFailed: true });
  return Promise.all(calls.map((each) => Promise.race([each, late])));
}

async function answersStatus(processes: Processes, { paths }: GuardHome): Promise<boolean> {
  const asked = processes.run(guardCommand(paths.home, 'status', '--json')).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(STATUS_MS, false)]);
}

const toConfiguration = ({ server, sessions }: Attack): string => `servers:
  tiny: { command: ${JSON.stringify(process.execPath)}, args: [${JSON.stringify(TINY)}] }
  hostile:
    command: ${JSON.stringify(process.execPath)}
    args: ${JSON.stringify([HOSTILE, ...server])}
    max_sessions: ${sessions}
    policy: { permissions: { denied_tools: [no-such-tool] } }
`;
