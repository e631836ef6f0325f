import { setTimeout as sleep } from 'node:timers/promises';
import { toEchoParams } from '../load.js';
import type { StdioClient } from '../stdio-client.js';
import type { Attack } from './attacks.js';

/** For what is still open when the attack is over; what is not answered by then counts as so late. */
const LATE_MS = 15_000;

export interface Call {
  readonly took: number;
  readonly isFailed: boolean;
}

/** Calls at fixed times, whether or not the last one was answered. */
export async function callEvery(
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
