import { setTimeout as sleep } from 'node:timers/promises';
import type { ContenderConnection } from './contender-connection.js';
import { withDeadline } from './deadline.js';
import { inTurn, range } from './in-turn.js';

/** One way to call `echo`. */
export interface Load {
  readonly bytes: number;
  readonly inFlight: number;
  /** Idle between calls (between volleys when more are in flight), as with a model that thinks; 0 is saturated. */
  readonly idleMs: number;
}

export interface Batch {
  /** One per call, µs. */
  readonly latencies: readonly number[];
  /** While calls were in flight. */
  readonly elapsedUs: number;
}

const BATCH_MS = 120_000;
const IDLE_MS = 3;

export const LOADS: readonly Load[] = [0, IDLE_MS].flatMap((idleMs) =>
  [1, 16].flatMap((inFlight) => [200, 10_000].map((bytes) => ({ bytes, inFlight, idleMs }))),
);

export const isSaturated = ({ idleMs }: Load): boolean => idleMs === 0;

/** `200 B, 1 in flight, saturated`. */
export function describeLoad({ bytes, inFlight, idleMs }: Load): string {
  const size = bytes < 1000 ? `${bytes} B` : `${bytes / 1000} KB`;
  return `${size}, ${inFlight} in flight, ${idleMs === 0 ? 'saturated' : `${idleMs} ms idle between`}`;
}

const PROSE = 'Please summarise the notes of the meeting and say who does what until when. ';

/** JSON text of the params of a `tools/call` of `echo`: prose, because what is inspected should look like it. */
export const toEchoParams = (bytes: number): string =>
  JSON.stringify({ name: 'echo', arguments: { message: toMessage(bytes) } });

const toMessage = (bytes: number): string => PROSE.repeat(Math.ceil(bytes / PROSE.length)).slice(0, bytes);

/** Throws unless `echo` does what it should: what does less is no contender. */
export async function checkEcho(client: ContenderConnection): Promise<void> {
  const message = toMessage(200);
  const { line } = await client.request('tools/call', { name: 'echo', arguments: { message } });
  if (!line.includes(message)) throw new Error(`${client.name}: no echo: ${line.toString('utf8', 0, 300)}`);
}

/** Makes about `calls` calls; the last volley is always whole. */
export async function runBatch(
  client: ContenderConnection,
  { bytes, inFlight, idleMs }: Load,
  calls: number,
): Promise<Batch> {
  const params = toEchoParams(bytes);
  if (idleMs === 0) return saturate(client, params, calls, inFlight);
  const volleys = await inTurn(range(Math.ceil(calls / inFlight)), async () => {
    await sleep(idleMs);
    return saturate(client, params, inFlight, inFlight);
  });
  return {
    latencies: volleys.flatMap(({ latencies }) => latencies),
    elapsedUs: volleys.reduce((sum, { elapsedUs }) => sum + elapsedUs, 0),
  };
}

/** Each response sends the next call, so that `inFlight` are always open. */
function saturate(client: ContenderConnection, params: string, calls: number, inFlight: number): Promise<Batch> {
  const { promise, resolve, reject } = Promise.withResolvers<Batch>();
  const latencies: number[] = [];
  const startedAt = performance.now();
  let sent = 0;

  function sendNext(): void {
    sent += 1;
    const sentAt = performance.now();
    client.send('tools/call', params, (answer) => {
      const now = performance.now();
      if (answer instanceof Error) return reject(answer);
      latencies.push((now - sentAt) * 1000);
      if (latencies.length === calls) resolve({ latencies, elapsedUs: (now - startedAt) * 1000 });
      else if (sent < calls) sendNext();
    });
  }

  for (let open = 0; open < Math.min(inFlight, calls); open += 1) sendNext();
  return withDeadline(promise, BATCH_MS, `${client.name}: a batch of calls took over ${BATCH_MS / 1000} s`);
}
