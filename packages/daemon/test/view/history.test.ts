import type { CallPage } from '@mcp-guard/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { History } from '../../src/view/calls/history.js';

const PAGE: CallPage = { calls: [], before: null, damage: null };
/** Answers the search for `good`, and never ends any other. */
const PROGRAM = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ query }) => {
      if (query.q === 'good') parentPort.postMessage({ answer: ${JSON.stringify(PAGE)} });
      else if (query.q === 'bad') throw new Error('no such table');
      else for (;;);
    });`)}`,
);

let history: History;
let problems: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  problems = [];
  history = new History(PROGRAM, { path: '/nowhere', key: undefined }, (problem) => problems.push(problem));
});

afterEach(async () => {
  await history.close();
  vi.useRealTimers();
});

const search = (q: string): Promise<CallPage> => history.ask({ kind: 'calls', query: { q, limit: 1 } });

it('a search that never ends is ended, and the next one is answered', async () => {
  const endless = search('endless');
  const next = search('good');
  vi.advanceTimersByTime(15_000);
  await expect(endless).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(await next).toEqual(PAGE);
  expect(problems).toEqual(['it takes too long; narrow it']);
});

it('a search that fails tells the log why, and the page nothing of it', async () => {
  await expect(search('bad')).rejects.toThrow('the record cannot be searched; the log of the daemon says why');
  expect(problems).toEqual(['no such table']);
  expect(await search('good')).toEqual(PAGE);
});

it('searches wait for each other, at most 64; the next one is refused', async () => {
  const asked = Array.from({ length: 65 }, () => search('good'));
  await expect(search('good')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(await Promise.all(asked)).toHaveLength(65);
});

it('a daemon that stops leaves nobody waiting', async () => {
  const asked = Promise.allSettled([search('endless'), search('good')]);
  await history.close();
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(search('good')).rejects.toMatchObject({ code: 'DAEMON_UNAVAILABLE' });
});
