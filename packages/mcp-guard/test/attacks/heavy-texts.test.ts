import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawShare } from '../../../core/test/support/rounds.js';
import { refused } from '../support/guard-answers.ts';
import { ask, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const MB = 2 ** 20;
const call = (args: unknown, id = 1): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'any', arguments: args } });
const fill = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);

let wire: Wire;
let session: WireSession;
beforeAll(async () => {
  wire = await createWire();
  session = await wire.connect();
});
afterAll(() => wire.close());

const refusalOf = async (line: string): Promise<Record<string, unknown>> => {
  session.client.send(line);
  return toObject(await session.client.next());
};
const CONTENT = refused(1, 'CONTENT_BLOCKED');

describe('the credential detector finds a credential', () => {
  it('behind 10 MB of text in one string', async () => {
    expect(await refusalOf(call({ text: `${fill('lorem ipsum dolor ', 10 * MB)}${KEY}` }))).toMatchObject(CONTENT);
  });

  it('behind 100,000 keys', async () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key ${index}`, index]));
    expect(await refusalOf(call({ ...many, last: KEY }))).toMatchObject(CONTENT);
    expect(await refusalOf(call({ ...many, [KEY]: 1 }))).toMatchObject(CONTENT);
  });

  it('at the deepest nesting that a message may have', async () => {
    const deep = Array.from({ length: 120 }).reduce<unknown>((inner) => [inner], KEY);
    expect(await refusalOf(call({ deep }))).toMatchObject(CONTENT);
  });

  it('beside unpaired surrogates', async () => {
    expect(await refusalOf(call({ text: `\ud83d\udc00\ud83d${KEY}\udc00` }))).toMatchObject(CONTENT);
  });

  it('in a large response', async () => {
    const answer = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: fill('a b ', MB) + KEY }] },
    });
    expect(toObject(await ask(session, call({}), answer))).toMatchObject(CONTENT);
  });
});

it('a nesting of 10,000 levels is refused', async () => {
  const line = call({ deep: 0 }).replace('{"deep":0}', `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}}`);
  expect(await refusalOf(line)).toMatchObject(refused(1, 'MALFORMED_MESSAGE'));
});

const FLOODS = [
  '-----BEGIN ',
  'token="',
  'password=',
  '1 1 1 ',
  'a.',
  '@',
  'a@',
  'eyJ',
  'AKIA',
  '://',
  '%41',
  '&#65;',
  '=41',
  '\\u0041',
  '\u200b',
  '4 1 1 1 ',
  'one two three ',
  'x at y dot ',
  'QUFB',
  '41',
  '\u{e0041}',
  'а',
  '123-45-',
];

// Whether it passes or is refused: an answer comes, and it is the guard's decision, not a time-out.
describe('the guard decides about a flood', () => {
  const runs = drawShare(8);
  it.each(FLOODS.filter((_, index) => runs(index)))('4 MB of %j', async (unit) => {
    const text = fill(unit, 4 * MB);
    session.client.send(call({ text }));
    const pong = '{"jsonrpc":"2.0","id":2,"result":{}}';
    session.client.send('{"jsonrpc":"2.0","id":2,"method":"ping"}');
    const first = toObject(await Promise.race([session.server.next(), session.client.next()]));
    if (first['method'] === 'tools/call') session.server.send('{"jsonrpc":"2.0","id":1,"result":{}}');
    const decision = first['method'] === 'tools/call' ? toObject(await session.client.next()) : first;
    const passed = { id: 1, result: {} };
    expect(decision).toMatchObject(first['method'] === 'tools/call' ? passed : CONTENT);
    await session.server.next();
    session.server.send(pong);
    expect(await session.client.next()).toBe(pong);
  });
});
