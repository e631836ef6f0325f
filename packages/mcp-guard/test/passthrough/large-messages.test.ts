import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/wire-session.ts';
import { createWire, type Wire } from '../support/in-process-wire.ts';

const TEN_MB = 10 * 2 ** 20;
const call = (id: number) => `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"big"}}`;
const result = (id: number, text: string) =>
  `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${text}"}]}}`;

/** Whether they are the same; else what came instead, which is a refusal and not 10 MB. */
const isSame = (actual: string, expected: string): true | string => actual === expected || actual.slice(0, 500);

describe('a message of 10 MB', () => {
  let wire: Wire;
  beforeAll(async () => void (wire = await createWire({ policy: { permissions: { denied_resources: ['x:*'] } } })));
  afterAll(() => wire.close());

  it.each([
    ['one text', 'x'.repeat(TEN_MB)],
    ['a text full of line ends', '\\n'.repeat(TEN_MB / 2)],
    ['a text of many bytes per letter', '😀'.repeat(TEN_MB / 4)],
  ])('comes as a result (%s) and goes as an argument', async (_, text) => {
    const session = await wire.connect();
    expect(isSame(await ask(session, call(1), result(1, text)), result(1, text))).toBe(true);
    const argument = `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"x","arguments":{"a":"${text}"}}}`;
    session.client.send(argument);
    expect(isSame(await session.server.next(), argument)).toBe(true);
    await session.close();
  });

  it('arrives as a structure with many members', async () => {
    const session = await wire.connect();
    const rows = Array.from({ length: 100_000 }, (_, index) => `{"id":${index},"text":"${'y'.repeat(80)}"}`);
    const answer = `{"jsonrpc":"2.0","id":1,"result":{"structuredContent":{"rows":[${rows.join(',')}]}}}`;
    expect(isSame(await ask(session, call(1), answer), answer)).toBe(true);
    await session.close();
  });

  it('does not wait for a client that is slow to send it', async () => {
    const session = await wire.connect();
    const other = await wire.connect();
    session.client.write('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":"');
    session.client.write('x'.repeat(TEN_MB));
    expect(await ask(other, call(1), result(1, 'small'))).toBe(result(1, 'small'));
    session.client.send('"}}}');
    expect((await session.server.next()).length).toBeGreaterThan(TEN_MB);
    await Promise.all([session.close(), other.close()]);
  });
});
