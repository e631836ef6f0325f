import { expect, it } from 'vitest';
import { createWire } from '../support/wire.ts';
import { heardByClient, heardByServer, initialize, toObject } from '../support/wire-session.ts';

const LINES = 600;
/** Every so many lines the client also asks something that is in order. */
const QUESTION_EVERY = 5;

const FROM_CLIENT = [
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"path":"/a"}}}',
  '{"jsonrpc":"2.0","id":"x","method":"resources/read","params":{"uri":"file:///a%20b"}}',
  '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":2}}',
  '{"jsonrpc":"2.0","id":7,"result":{"roots":[{"uri":"file:///home"}]}}',
  '[{"jsonrpc":"2.0","id":3,"method":"ping"},{"jsonrpc":"2.0","id":4,"method":"ping"}]',
];
const FROM_SERVER = [
  '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"\\u00e4 {[\\"]} "}]}}',
  '{"jsonrpc":"2.0","id":"x","error":{"code":-32602,"message":"no","data":{"source":"s"}}}',
  '{"jsonrpc":"2.0","id":7,"method":"roots/list"}',
  '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":[1e400,-0,{"__proto__":null}]}}',
  'Server is running on stdio',
];
const BITS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  ':',
  'null',
  '\r',
  '\u2028',
  '\ud83d',
  '\u0000',
  '1e999',
  '"id":',
  '"method":',
  '\n',
];

/** The same numbers in every run (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

it.each([1, 2, 3])(
  'random lines from both ends crash nothing, hang nothing and leave no id unanswered (seed %i)',
  async (seed) => {
    await using wire = await createWire({
      policy: { permissions: { denied_tools: ['write*'], denied_resources: ['file:///etc/*'] } },
    });
    const session = await wire.connect();
    const { client, server } = session;
    await initialize(session, { revision: seed === 3 ? '2025-03-26' : '2025-11-25' });
    const pid = await wire.guard.daemonPid();
    const random = createRandom(seed);
    const mutate = (line: string): Buffer => {
      const bytes = [...Buffer.from(line)];
      for (let left = random(4); left > 0; left--) {
        const at = random(bytes.length + 1);
        const kind = random(4);
        if (kind === 0) bytes.splice(at, 1 + random(8));
        else if (kind === 1) bytes.splice(at, 0, ...Buffer.from(BITS[random(BITS.length)] ?? ''));
        else if (kind === 2) bytes.splice(at, 1, random(256));
        else bytes.splice(at, 0, ...bytes.slice(random(bytes.length + 1)).slice(0, 40));
      }
      return Buffer.from(bytes);
    };

    const asked: string[] = [];
    for (let index = 0; index < LINES; index++) {
      client.send(mutate(FROM_CLIENT[random(FROM_CLIENT.length)] ?? ''));
      server.send(mutate(FROM_SERVER[random(FROM_SERVER.length)] ?? ''));
      if (index % QUESTION_EVERY !== 0) continue;
      asked.push(`question-${index}`);
      client.send(
        `{"jsonrpc":"2.0","id":"question-${index}","method":"tools/call","params":{"name":"write ${index % 2}"}}`,
      );
      client.send(`{"jsonrpc":"2.0","id":"open-${index}","method":"tools/call","params":{"name":"read"}}`);
      asked.push(`open-${index}`);
    }
    await heardByServer(session);
    const heard = await heardByClient(session);
    server.end();
    heard.push(...(await client.rest()));

    const answered = new Set(heard.filter((line) => line.startsWith('{')).map((line) => toObject(line)['id']));
    expect(asked.filter((id) => !answered.has(id))).toEqual([]);
    expect(await wire.guard.daemonPid()).toBe(pid);
    expect(await wire.guard.run('logs', '--verify')).toMatchObject({ code: 0 });
  },
);
