import { setTimeout as sleep } from 'node:timers/promises';
import { range } from '../in-turn.js';
import type { Random } from '../security/harness/random.js';
import { toCall, type Kind } from './call.js';
import type { Answered, KillClient } from './kill-client.js';
import { drawMoment } from './moment.js';
import type { Scene } from './scene.js';

const CLIENTS = 2;
const LANES = 8;
const KIND_OF: readonly Kind[] = ['ping', 'ping', 'ping', 'pay', 'pay', 'counted'];
/** New calls a round that wait for a person; the guard lets 20 of a user wait. */
const ASKED = 4;
/** Calls a round that count against the limit, so that all rounds together stay below it. */
const COUNTED = 60;

/** Calls that a person was asked about, and that were not answered yet. */
export type Waiting = Set<string>;

/** Loads the guard, kills its daemon in the middle, and returns once nothing of that round can be answered any more. */
export async function loadAndKill(scene: Scene, round: number, random: Random, waiting: Waiting): Promise<void> {
  const moment = drawMoment(random);
  const enough = Promise.withResolvers<void>();
  let answers = 0;
  const onAnswer = ({ call, answer }: Answered): void => {
    if (call.kind === 'ask' && answer === 'result') waiting.delete(call.key);
    if ('answers' in moment && ++answers === moment.answers) enough.resolve();
  };
  const clients = range(CLIENTS).map(() => scene.connect(onAnswer));
  const load = clients.flatMap((client, number) => toLanes(client, `${round}.${number}`, random, waiting));
  const ended = Promise.all(clients.map((each) => each.ended));

  if ('milliseconds' in moment) {
    const daemon = await findStarted(scene, ended);
    await sleep(moment.milliseconds);
    process.kill(daemon ?? endedBefore(round, clients), 'SIGKILL');
  } else {
    await Promise.race([enough.promise, ended]);
    process.kill(scene.home.readDaemonPid() ?? endedBefore(round, clients), 'SIGKILL');
  }
  for (const client of clients) if (!client.isAnswered) client.kill(); // not connected, it would start another daemon
  await ended;
  await Promise.all(load);
  await scene.killDaemons();
}

/** The pid of the next daemon, as soon as it has one. */
async function findStarted({ home }: Scene, ended: Promise<unknown>): Promise<number | undefined> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) {
    const pid = home.readDaemonPid();
    if (pid !== undefined) return pid;
    await sleep(2); // oxlint-disable-line no-await-in-loop -- a look at a time
  }
  return undefined;
}

function endedBefore(round: number, clients: readonly KillClient[]): never {
  throw new Error(`round ${round}: the daemon ended by itself: ${clients[0]?.complaint}`);
}

/** Calls in a row, each lane for itself; all end with the connection. */
function toLanes(client: KillClient, place: string, random: Random, waiting: Waiting): readonly Promise<void>[] {
  let counted = COUNTED / CLIENTS;
  const lanes = range(LANES).map(async (lane) => {
    for (let count = 0; ; count += 1) {
      let kind = random.pick(KIND_OF);
      if (kind === 'counted' && --counted < 0) kind = 'ping';
      if (!(await client.ask(toCall(kind, 'x', `${place}.${lane}.${count}`)))) return;
    }
  });
  return [...lanes, askPeople(client, place, waiting)];
}

/** Sends again what a person was asked about, and asks about new calls. */
async function askPeople(client: KillClient, place: string, waiting: Waiting): Promise<void> {
  const [, own = ''] = /\.(\d+)$/.exec(place) ?? [];
  const again = [...waiting].filter((key) => key.startsWith(own));
  const fresh = range(ASKED / CLIENTS).map((count) => `${own}k${place.replaceAll('.', 'n')}n${count}`);
  for (const key of fresh) waiting.add(key);
  for (const [count, key] of [...again, ...fresh].entries()) {
    if (!(await client.ask(toCall('ask', key, `${place}.${LANES}.${count}`)))) return;
  }
}
