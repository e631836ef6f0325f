import { setTimeout as sleep } from 'node:timers/promises';
import type { Attacker } from './attacker.js';
import { FLOODS, LINES, PAGE_FLOODS, refusedBatch, RESULTS, STDERR, UNFINISHED } from './payloads.js';
import { REMOTE_FLOODS, type RemoteFlood } from './remote-floods.js';

/** Revisions without batches, and the one that has them. */
const PLAIN = '2025-11-25';
const BATCHES = '2025-03-26';

/** One way to stop the guard for all sessions. */
export interface Attack {
  readonly name: string;
  /** Arguments of `hostile-server.ts`: what the attackers are connected to. */
  readonly server: readonly [revision: string, ...what: string[]];
  /** In `REMOTE_FLOODS`: what the attackers are connected to instead, or the daemon's telemetry is. */
  readonly remote?: string;
  readonly sessions: number;
  /** Size of the other session's call, in bytes. */
  readonly callBytes: number;
  /** How often it calls, in milliseconds: no more than it could alone. */
  readonly everyMs: number;
  /** What floods the port of the page meanwhile, in a process of its own. */
  readonly page?: keyof typeof PAGE_FLOODS;
  /** What counts as poured: bytes, connections to the page, or nothing where there is nothing to pour. */
  readonly pours: 'bytes' | 'connections' | 'nothing';
  /** What is attacked happens only once in so many milliseconds, which must pass. */
  readonly leastMs: number;
  /** Makes what takes long to make, before anything is measured: the one that measures must not be busy. */
  readonly prepare?: () => unknown;
  /** Goes on until the attack is over, or the guard has ended it. */
  play(attacker: Attacker, until: AbortSignal): Promise<void>;
}

const SMALL = 200;
/** Almost as much as is still looked at on the main thread, and more than one read of a socket brings. */
const MEDIUM = 120_000;

const QUIET = [PLAIN, 'never'] as const;
const attack = (name: string, more: Partial<Attack> & Pick<Attack, 'play'>): Attack => ({
  name,
  server: QUIET,
  sessions: 1,
  callBytes: SMALL,
  everyMs: 25,
  pours: 'bytes',
  leastMs: 0,
  ...more,
});

const byClient = (of: keyof typeof FLOODS): Attack =>
  attack(`client floods: ${of}`, { play: (attacker, until) => attacker.flood(FLOODS[of], until) });

/** One call, and then its server does what it does. */
const callOnce = async (attacker: Attacker, until: AbortSignal): Promise<void> => {
  await attacker.call(until);
  await wait(attacker, until);
};

const callAgain = async (attacker: Attacker, until: AbortSignal): Promise<void> => {
  while (!until.aborted && !attacker.isGone) await attacker.call(until);
};

const wait = async (attacker: Attacker, until: AbortSignal): Promise<void> => {
  while (!until.aborted && !attacker.isGone) await sleep(20);
};

const byServer = (of: keyof typeof FLOODS): Attack =>
  attack(`server floods: ${of}`, { server: [PLAIN, 'stdout', of], play: callOnce });

const byStderr = (of: keyof typeof STDERR): Attack =>
  attack(`standard error: ${of}`, { server: [PLAIN, 'stderr', of], play: callOnce });

const byResult = (of: keyof typeof RESULTS): Attack =>
  attack(`results: ${of}`, { server: [PLAIN, 'result', of], play: callAgain });

/** Between two sendings of telemetry are 5 seconds. */
const TELEMETRY_MS = 6000;

const byRemote = ([of, { to }]: readonly [string, RemoteFlood]): Attack =>
  to === 'telemetry'
    ? attack(`remote: ${of}`, { remote: of, leastMs: TELEMETRY_MS, play: wait })
    : attack(`remote: ${of}`, { remote: of, sessions: 5, play: callAgain });

const onceMade = (make: () => string): (() => string) => {
  let made: string | undefined;
  return () => (made ??= make());
};

const lineOfClient = (of: keyof typeof LINES, sessions: number, revision: string): Attack => {
  const line = onceMade(LINES[of]);
  return attack(`client, ${revision}: ${of}${sessions > 1 ? ` × ${sessions}` : ''}`, {
    server: [revision, 'never'],
    sessions,
    prepare: line,
    play: async (attacker, until) => {
      attacker.write(line());
      await attacker.drained(until);
      await wait(attacker, until);
    },
  });
};

const lineOfServer = (of: keyof typeof LINES, revision: string): Attack =>
  attack(`server, ${revision}: ${of}`, { server: [revision, 'line', of], play: callOnce });

const byStranger = (of: keyof typeof PAGE_FLOODS): Attack =>
  attack(`port of the page: ${of}`, {
    page: of,
    pours: PAGE_FLOODS[of].unit === '' ? 'connections' : 'bytes',
    play: wait,
  });

export const ATTACKS: readonly Attack[] = [
  attack('nothing, to compare with', { pours: 'nothing', play: wait }),
  ...(['garbage', 'malformed', 'empty', 'clientNotices', 'calls'] as const).map(byClient),
  ...(['garbage', 'answers', 'notices', 'empty', 'requests'] as const).map(byServer),
  ...(['short', 'lines', 'cards', 'endless'] as const).map(byStderr),
  ...(['requests', 'bad requests', 'heads', 'bodies', 'idle', 'connections'] as const).map(byStranger),
  lineOfServer('markedElement', BATCHES),
  lineOfServer('keysElement', PLAIN),
  lineOfServer('objectsElement', PLAIN),
  lineOfServer('objectsElement', BATCHES),
  lineOfClient('textElement', 1, PLAIN),
  lineOfClient('keysElement', 1, PLAIN),
  lineOfClient('objectsElement', 1, PLAIN),
  lineOfClient('smallElements', 2, BATCHES),
  ...(['marks', 'mails', 'cards', 'ids'] as const).map(byResult),
  attack('results: large, one after the other', { server: [PLAIN, 'result', 'large'], play: callAgain }),
  attack('unfinished lines of 31 MB × 8', {
    sessions: 8,
    callBytes: MEDIUM,
    everyMs: 250,
    play: (attacker, until) => {
      attacker.write(UNFINISHED);
      return wait(attacker, until);
    },
  }),
  attack('refused elements of batches', {
    server: [BATCHES, 'never'],
    play: async (attacker, until) => {
      for (let number = 0; !until.aborted && !attacker.isGone; number++) {
        if (!attacker.write(refusedBatch(number))) await attacker.drained(until);
      }
    },
  }),
  ...Object.entries(REMOTE_FLOODS).map(byRemote),
];
