import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { untilGone } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { ask, initialize } from '../support/wire-session.ts';
import { createWire } from '../support/wire.ts';

const MB = 2 ** 20;
const GARBAGE = 'x\n'.repeat(MB);
/** Rows that refused lines have of their own, and then some. */
const FEW_ROWS = 1000;
const QUESTION = '{"jsonrpc":"2.0","id":"q","method":"ping"}';
const ANSWER = '{"jsonrpc":"2.0","id":"q","result":{}}';

/** Of the daemon, in megabytes: the most that it ever had. */
async function peakOf(guard: TestGuard): Promise<number> {
  const status = await readFile(`/proc/${await guard.daemonPid()}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1]) / 1024;
}

// Threat 27
describe.runIf(existsSync('/proc/self/status')).each(['client', 'server'] as const)(
  '2 MB of garbage lines of a %s',
  (who) => {
    it('end its session with words and few rows; others go on, and the daemon stays small', async () => {
      await using wire = await createWire();
      const [flooded, other] = [await wire.connect(), await wire.connect()];
      await Promise.all([initialize(flooded), initialize(other)]);
      const before = (await readRecord(wire.guard)).length;
      flooded[who].write(GARBAGE);
      expect(await ask(other, QUESTION, ANSWER)).toBe(ANSWER);
      expect(await flooded.exit).toMatchObject({
        code: 75,
        stderr: expect.stringContaining(
          `the ${who} sent more than 60000 lines that lead nowhere in a minute`,
        ) as unknown,
      });
      expect(await ask(other, QUESTION, ANSWER)).toBe(ANSWER);
      const rows = (await readRecord(wire.guard)).slice(before);
      expect(rows.length).toBeLessThan(FEW_ROWS);
      expect(rows.filter(({ detail }) => String(detail).includes('more lines that were refused'))).not.toEqual([]);
      expect(await peakOf(wire.guard)).toBeLessThan(400);
    });
  },
);

it('one line of a server, with white space before a huge element, stops neither other sessions nor `status` and `stop`', async () => {
  await using wire = await createWire();
  const [hostile, other] = [await wire.connect(), await wire.connect()];
  await initialize(hostile, { revision: '2025-03-26' });
  await initialize(other);
  const data = 'a\u061c'.repeat(700_000);
  hostile.server.send(
    `[ {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"${data}"}}]`,
  );
  await until('the line was decided upon', async () => {
    expect(await ask(other, QUESTION, ANSWER)).toBe(ANSWER);
    return (await readRecord(wire.guard)).some(({ bytesIn }) => bytesIn > MB);
  });
  expect((await readStatus(wire.guard)).sessions).toBe(2);
  expect(await wire.guard.run('stop')).toMatchObject({ code: 0 });
});

it('a huge batch is refused at once if the revision has no batches, and other sessions go on', async () => {
  await using wire = await createWire();
  const [hostile, other] = [await wire.connect(), await wire.connect()];
  await Promise.all([initialize(hostile), initialize(other)]);
  const before = await peakOf(wire.guard);
  hostile.client.send(`[ {"jsonrpc":"2.0","id":"b","method":"x","params":{"x":[${'{},'.repeat(7 * MB)}{}]}}]`);
  expect(await ask(other, QUESTION, ANSWER)).toBe(ANSWER);
  expect(JSON.parse(await hostile.client.next())).toMatchObject({ id: 'b', error: { code: -32600 } });
  expect((await peakOf(wire.guard)) - before).toBeLessThan(150);
});

it('unfinished lines that use up the shared budget leave other sessions the first part of each line', async () => {
  await using wire = await createWire();
  const hostile = [];
  for (let count = 0; count < 9; count++) hostile.push(await wire.connect());
  const other = await wire.connect();
  await initialize(other);
  const before = await peakOf(wire.guard);
  for (const { client } of hostile) client.write(`{"id":1,"x":"${'a'.repeat(31 * MB)}`);
  await until('they are held', async () => (await peakOf(wire.guard)) > before + 100);
  for (let count = 0; count < 10; count++) {
    const line = `{"jsonrpc":"2.0","id":"q","method":"x/y","params":{"text":"${'hello '.repeat(120_000)}"}}`;
    expect((await ask(other, line, ANSWER)).slice(0, 200)).toBe(ANSWER);
  }
  expect(await peakOf(wire.guard)).toBeLessThan(400);
});

/** Answers like any server, and writes to its standard error without pause. */
const NOISY = `
  const words = 'a1b2 c3d4 lorem ipsum\\n'.repeat(3000);
  const go = () => { while (process.stderr.write(words)); process.stderr.once('drain', go); };
  go();
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    const result = method === 'initialize'
      ? { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'noisy', version: '1' } } : {};
    if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
  }).on('close', () => process.exit());
`;

it('a server that floods its standard error keeps working, and the excess is dropped and counted', async () => {
  const noisy = { command: process.execPath, args: ['-e', NOISY] };
  const guard = await createGuard({ servers: { noisy, tiny: tinyServer() } });
  try {
    const [loud, other] = [startClient(guard.connect('noisy')), startClient(guard.connect('tiny'))];
    await Promise.all([loud.initialize(), other.initialize()]);
    const log = await until('its log is named', () => /log of the server is (\S+)/u.exec(loud.stderr)?.[1]);
    await until('something is dropped', async () =>
      (await readFile(log, 'utf8').catch(() => '')).includes('characters were dropped'),
    );
    expect(await other.call('echo', { text: 'not held up' })).toBe('not held up');
    expect((await loud.request('tools/list'))?.result).toEqual({});
    await Promise.all([loud.end(), other.end()]);
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
});
