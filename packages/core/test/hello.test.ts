import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { ERRORS, isErrorCode } from '../src/errors.js';
import {
  FAREWELL_MARK,
  HELLO_VERSION,
  parseFarewell,
  parseHello,
  parseWelcome,
  toFarewell,
  toHelloLine,
  toWelcomeLine,
  type Hello,
} from '../src/home/hello.js';
import { character } from './support/character.js';

const hello: Hello = {
  server: 'files',
  key: 'ab'.repeat(32),
  cwd: '/home/me',
  config: undefined,
  credential: undefined,
  forward: new Map(),
};
const text = fc.string({ unit: character, maxLength: 20 });

/** A hello whose members are replaced or, with `undefined`, missing. */
const helloWith = (members: object): string =>
  JSON.stringify({ mcp_guard: HELLO_VERSION, ...hello, forward: undefined, ...members });

describe('the hello of a bridge', () => {
  it('is one line and says what was said', () => {
    const optional = fc.option(text, { nil: undefined });
    const name = fc.constantFrom('TOKEN', '_a1', '__proto__', 'constructor', 'toString', 'mcp_guard');
    const value = text.filter((each) => !each.includes('\0'));
    const forward = fc.uniqueArray(fc.tuple(name, value), { selector: ([each]) => each }).map((all) => new Map(all));
    const hellos = fc.record({ server: text, key: text, cwd: text, config: optional, credential: optional, forward });
    fc.assert(
      fc.property(hellos, (said) => {
        const line = toHelloLine(said);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(parseHello(line)).toEqual(said);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'GET / HTTP/1.1'],
    ['a JSON-RPC message', '{"jsonrpc":"2.0","id":1,"method":"initialize"}'],
    ['null', 'null'],
    ['an array', '[1]'],
    ['no version', helloWith({ mcp_guard: undefined })],
    ['another version', helloWith({ mcp_guard: 2 })],
    ['a version that only looks the same', helloWith({ mcp_guard: '1' })],
    ['no server', helloWith({ server: undefined })],
    ['a server that is no text', helloWith({ server: { command: 'sh' } })],
    ['no key', helloWith({ key: undefined })],
    ['a key that is no text', helloWith({ key: ['ab'] })],
    ['no folder', helloWith({ cwd: undefined })],
    ['a folder that is no text', helloWith({ cwd: null })],
    ['a configuration that is no text', helloWith({ config: null })],
    ['its members on __proto__', `{"mcp_guard":1,"__proto__":${JSON.stringify(hello)}}`],
    ['values that are no list', helloWith({ forward: { TOKEN: 'x' } })],
    ['values that are nothing', helloWith({ forward: null })],
    ['a value without a name', helloWith({ forward: ['TOKEN'] })],
    ['a value that is no text', helloWith({ forward: [['PORT', 1]] })],
    ['a value and more', helloWith({ forward: [['TOKEN', 'x', 'y']] })],
    ['a value with a NUL', helloWith({ forward: [['TOKEN', 'a\0b']] })],
    [
      'a value that is there twice',
      helloWith({
        forward: [
          ['TOKEN', 'x'],
          ['TOKEN', 'y'],
        ],
      }),
    ],
    ['a value whose name is none', helloWith({ forward: [['TO KEN', 'x']] })],
    ['a value with the name of ours', helloWith({ forward: [['MCP_GUARD_API_KEY', 'x']] })],
    ['too many values', helloWith({ forward: Array.from({ length: 65 }, (_, n) => [`V${n}`, '']) })],
    ['half of it', toHelloLine(hello).slice(0, 40)],
  ])('is not %s', (_, line) => {
    expect(parseHello(line)).toBeUndefined();
  });

  it('is never longer than a daemon reads: it is not said, and who makes it so is named', () => {
    const forward = new Map([
      ['SMALL', 'canary'],
      ['HUGE', 'canary'.repeat(11_000)],
    ]);
    const words = 'a client can send at most 65536 bytes about itself; the longest value is that of HUGE';
    expect(() => toHelloLine({ ...hello, forward })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: words }),
    );
  });

  it('names a server and brings no command, whatever else it says', () => {
    const parsed = parseHello(helloWith({ command: 'sh', args: ['-c', 'id'], env: {}, policy: {} }));
    expect(parsed).toStrictEqual(hello);
  });

  it('may name a server like a member of every object', () => {
    expect(parseHello(helloWith({ server: '__proto__' }))?.server).toBe('__proto__');
    expect(parseHello(helloWith({ server: 'constructor' }))?.server).toBe('constructor');
  });
});

describe('the welcome of the daemon', () => {
  it('says where the log is', () => {
    expect(parseWelcome('{"log":"/home/me/x.log"}')).toEqual({
      log: '/home/me/x.log',
      session: undefined,
      isHandedOver: false,
    });
  });

  it.each([true, false])('says whether the daemon took over the input and output: %s', (isHandedOver) => {
    const welcome = { log: '/home/me/x.log', session: 's1', isHandedOver };
    expect(parseWelcome(toWelcomeLine(welcome))).toEqual(welcome);
  });

  it.each(['', 'null', '{}', '{"log":1}', '{"__proto__":{"log":"x"}}', '{"jsonrpc":"2.0","result":{}}'])(
    'is not %s',
    (line) => {
      expect(parseWelcome(line)).toBeUndefined();
    },
  );
});

describe('the farewell of the daemon', () => {
  it('says what was said, after a byte that stands in no JSON text', () => {
    const codes = fc.constantFrom(...Object.keys(ERRORS).filter(isErrorCode));
    const farewells = fc.record({ code: codes, message: text, hint: fc.option(text, { nil: undefined }) });
    fc.assert(
      fc.property(farewells, (said) => {
        const line = toFarewell(said);
        expect(line.charCodeAt(0)).toBe(FAREWELL_MARK);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(line.indexOf('\0', 1)).toBe(-1);
        expect(parseFarewell(line.slice(1))).toEqual(said);
      }),
    );
  });

  it.each([
    ['', undefined],
    ['[]', undefined],
    ['{"code":"NO_SUCH_CODE","message":"x"}', undefined],
    ['{"code":"constructor","message":"x"}', undefined],
    ['{"code":"INTERNAL","message":1}', undefined],
    ['{"code":"INTERNAL"}', undefined],
    ['{"code":"INTERNAL","message":"x","hint":7}', { code: 'INTERNAL', message: 'x', hint: undefined }],
  ])('%j is read as %j', (line, farewell) => {
    expect(parseFarewell(line)).toEqual(farewell);
  });
});
