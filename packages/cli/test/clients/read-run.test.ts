import type { JsonValue } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { COMMON, readRun } from '../../src/clients/read-run.js';

const URLS = { ...COMMON, urls: ['httpUrl', 'url'] };
const LINE = { ...COMMON, args: undefined };
const NESTED = { ...COMMON, headers: ['requestOptions', 'headers'] };

const why = (text: string) => ({ kind: 'unknown', why: text });

describe('an entry', () => {
  it.each<[JsonValue, string]>([
    [null, 'it is not an object'],
    ['npx', 'it is not an object'],
    [['npx'], 'it is not an object'],
    [{}, 'it has no command and no url'],
    [{ command: null, url: null }, 'it has no command and no url'],
    [{ command: 7 }, 'command is not a text'],
    [{ command: ['npx', '-y'] }, 'command is not a text'],
    [{ command: '' }, 'command is empty'],
    [{ command: 'npx', args: '-y' }, 'args is not a list of texts'],
    [{ command: 'npx', args: ['-y', 7] }, 'args is not a list of texts'],
    [{ command: 'npx', env: ['A=1'] }, 'env does not hold texts by name'],
    [{ command: 'npx', env: { A: { B: '1' } } }, 'env does not hold texts by name'],
    [{ command: 'npx', env: { A: null } }, 'env does not hold texts by name'],
    [{ url: 7 }, 'url is not a text'],
    [{ url: '' }, 'url is empty'],
    [{ url: 'https://a.example', headers: ['A: 1'] }, 'headers does not hold texts by name'],
    [{ command: 'npx', type: 'pigeon' }, 'its type is not known'],
    [{ command: 'npx', type: ['stdio'] }, 'its type is not known'],
    [{ command: 'npx', type: 'http' }, 'its type is not that of a stdio server'],
    [{ url: 'https://a.example', type: 'sse', transport: 'http' }, 'its type and its transport differ'],
    [{ url: 'https://a.example', type: 'stdio' }, 'its type is not that of a remote server'],
  ])('the launch of %j is unclear', (entry, text) => {
    expect(readRun(entry, COMMON)).toEqual(why(text));
  });

  it('with both a command and a URL is not guessed', () => {
    const entry = { command: 'mcp-guard', httpUrl: 'https://evil.example' };
    expect(readRun(entry, URLS)).toEqual(why('it has both command and httpUrl'));
  });

  it('has own properties only', () => {
    const inherited: JsonValue = Object.create({ command: 'npx' });
    expect(readRun(inherited, COMMON)).toEqual(why('it has no command and no url'));
  });

  it('keeps a variable that is called __proto__', () => {
    const run = readRun(JSON.parse('{"command":"npx","env":{"__proto__":"1"}}'), COMMON);
    expect(JSON.stringify(run)).toContain('"env":{"__proto__":"1"}');
  });

  it('has numbers and booleans in its environment as their text', () => {
    expect(readRun({ command: 'npx', env: { PORT: 8080, DEBUG: true } }, COMMON)).toMatchObject({
      env: { PORT: '8080', DEBUG: 'true' },
    });
  });

  it.each(['stdio', 'local', 'STDIO'])('of type %s has a command', (type) => {
    expect(readRun({ type, command: 'npx' }, COMMON)).toMatchObject({
      kind: 'stdio',
      command: 'npx',
      args: [],
      env: {},
    });
  });

  it.each([
    ['http', 'streamable-http'],
    ['sse', 'sse'],
    ['ws', 'websocket'],
    ['websocket', 'websocket'],
    ['remote', 'streamable-http'],
    ['streamableHttp', 'streamable-http'],
    ['streamable-http', 'streamable-http'],
    ['streamable_http', 'streamable-http'],
  ])('of type %s is reached over %s, under either key', (type, transport) => {
    const run = { kind: 'remote', url: 'https://a.example', headers: {}, transport };
    expect(readRun({ type, url: run.url }, COMMON)).toEqual(run);
    expect(readRun({ transport: type, url: run.url }, COMMON)).toEqual(run);
  });

  it.each<[JsonValue, string]>([
    [{ url: 'https://a.example/mcp' }, 'streamable-http'],
    [{ url: 'https://a.example/sse' }, 'sse'],
    [{ type: 'remote', url: 'https://a.example/SSE/?a=b' }, 'sse'],
    [{ url: 'https://a.example/mcp?x=/sse' }, 'streamable-http'],
    [{ type: 'http', url: 'https://a.example/sse' }, 'streamable-http'],
    [{ url: 'wss://a.example' }, 'websocket'],
  ])('%j is reached over %s', (entry, transport) => {
    expect(readRun(entry, COMMON)).toMatchObject({ transport });
  });

  it('with a URL of which its client says SSE is reached so, unless it names a type', () => {
    const words = { ...URLS, sse: ['url'] };
    expect(readRun({ url: 'https://a.example' }, words)).toMatchObject({ transport: 'sse' });
    expect(readRun({ httpUrl: 'https://a.example' }, words)).toMatchObject({ transport: 'streamable-http' });
    expect(readRun({ url: 'https://a.example', type: 'http' }, words)).toMatchObject({ transport: 'streamable-http' });
  });

  it('with two URLs has the one that the client uses', () => {
    expect(readRun({ url: 'https://b.example', httpUrl: 'https://a.example' }, URLS)).toMatchObject({
      url: 'https://a.example',
    });
  });

  it('may have its headers further down', () => {
    const entry = { url: 'https://a.example', requestOptions: { headers: { A: '1' } } };
    expect(readRun(entry, NESTED)).toMatchObject({ headers: { A: '1' } });
  });

  it.each<[JsonValue, object]>([
    [['npx', '-y', 'x'], { kind: 'stdio', command: 'npx', args: ['-y', 'x'], env: {} }],
    ['npx', why('command is not a list of texts')],
    [['npx', 7], why('command is not a list of texts')],
    [[], why('command is empty')],
    [[''], why('command is empty')],
  ])('has its command line in one list: %j', (command, run) => {
    expect(readRun({ command }, LINE)).toEqual(run);
  });
});
