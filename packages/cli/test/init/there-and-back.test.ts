import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isObject, member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { fillEnvironment, isRemote, loadConfig, type Config } from '@mcp-guard/policy';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.js';
import type { KeyPath, ParsedText, TextSpan } from '../../src/clients/syntax/syntax.js';
import type { ClientFormat, ClientServer, ServerRun } from '../../src/clients/client-format.js';
import { isGuard } from '../../src/scan/guard-launch.js';
import { readLaunch } from '../../src/scan/launch.js';
import { ALL_CLIENTS, fileOf, hasRemote, toFileValue, type Launch, type Reach, type Servers } from './client-files.ts';
import { createHome, type TestHome } from './home.ts';
import { hands, print } from './print.ts';

const texts = fc.oneof(
  fc.constantFrom(
    'naïve',
    '日本',
    'a b',
    '"',
    "it's",
    '#',
    'x:y',
    '- z',
    '\u{1F600}',
    'ghp_aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5',
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const names = fc.oneof(
  fc.constantFrom('files', 'GitHub', 'my server', 'naïve', '日本', '__proto__', '-s', 'a.b'),
  texts,
);
const launches: fc.Arbitrary<Launch> = fc.record({
  command: fc.constantFrom('npx', '/usr/bin/node', './run.sh', 'uvx'),
  args: fc.array(texts, { maxLength: 4 }),
  env: fc.dictionary(
    fc.constantFrom('API_TOKEN', 'LOG_LEVEL', 'A', 'naïve'),
    fc.oneof(texts, fc.constantFrom('${input:token}', 'x ${env:HOME}')),
    {
      maxKeys: 3,
      noNullPrototype: true,
    },
  ),
});
const unknown: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('x-one', 'x two', 'größe'),
  fc.oneof(texts, fc.integer(), fc.boolean(), fc.array(texts, { maxLength: 3 })),
  { noNullPrototype: true },
);
const reaches: fc.Arbitrary<Reach> = fc.record({
  url: fc.constantFrom(
    'https://a.example/mcp',
    'http://localhost:8080/sse',
    'https://a.example/s/3f9a8c7b6d5e4f3a2b1c/mcp?api_key=x%20y&z',
  ),
  headers: fc.dictionary(
    fc.constantFrom('Authorization', 'X-Region', 'X-Api-Key'),
    fc.constantFrom('Bearer abc', 'eu', '"quoted"', "it's: # x", 'a b'),
    { noNullPrototype: true },
  ),
});
const serverLists = (hasUrls: boolean): fc.Arbitrary<Servers> =>
  fc
    .uniqueArray(fc.tuple(names, hasUrls ? fc.oneof(launches, reaches) : launches, unknown), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    })
    .map((all) => new Map(all.map(([name, launch, more]) => [name, { ...launch, more }])));

const remarksOf = (text: string): readonly string[] => text.match(/remark \d+;/g) ?? [];

describe.each(ALL_CLIENTS)('%s', (_, client) => {
  it('is moved and reverted to the same bytes, and nothing else in its file changes in between', async () => {
    await fc.assert(
      fc.asyncProperty(serverLists(hasRemote(client)), unknown, hands, async (theirs, others, hand) => {
        using home = createHome();
        const path = fileOf(client, home.home);
        const text = print(client, toFileValue(client, theirs, others), hand);
        home.write(path, text);
        const before = read(client, text);

        const { moved, staying } = await home.move();
        const now = readFileSync(path, 'utf8');
        const after = read(client, now);
        expect(withoutLaunches(after)).toEqual(withoutLaunches(before));
        expect(remarksOf(now)).toEqual(expect.arrayContaining([...remarksOutside(client, text)]));
        expect(staying).toEqual([]);
        expect(namesOf(after.servers.filter(isGuarded))).toEqual(namesOf(moved.map(({ server }) => server)));
        await expectSameRuns(home, before.servers, after.servers, moved);

        home.undo();
        expect(readFileSync(path, 'utf8')).toBe(text);
        expect([home.paths.config, home.paths.secrets].filter((ours) => existsSync(ours))).toEqual([]);
        expect(backupsOf(home)).toEqual([]);
      }),
      { numRuns: rounds(12) },
    );
  });
});

const backupsOf = ({ paths }: TestHome): readonly string[] =>
  existsSync(paths.backups) ? readdirSync(paths.backups).filter((name) => name !== 'moves.json') : [];

interface ReadFile {
  readonly value: JsonValue;
  readonly servers: readonly ClientServer[];
}

function read(client: ClientFormat, text: string): ReadFile {
  const file = client.parse(text);
  return { value: file.value, servers: client.readServers(file) };
}

const namesOf = (servers: readonly ClientServer[]): ReadonlySet<string> => new Set(servers.map(({ name }) => name));

/** The content of a file beside what its servers start. */
const withoutLaunches = ({ value, servers }: ReadFile): JsonValue =>
  servers.reduce((so, { path, keys: { command, args, env, types, remote } }) => {
    const [outer = '', name = ''] = path;
    const list = isObject(so) ? so[outer] : undefined;
    const entry = isObject(list) ? list[name] : Array.isArray(list) ? list[Number(name)] : undefined;
    if (!isObject(entry)) return so;
    for (const key of [command, args ?? [], env, ...types.map(({ at }) => at), ...remote]) {
      const holder = key.slice(0, -1).reduce<JsonValue | undefined>(member, entry);
      const isHolder = (isObject(holder) && !isObject(holder[key.at(-1) ?? ''])) || key.at(-1) !== 'transport';
      if (isObject(holder) && isHolder) Reflect.deleteProperty(holder, key.at(-1) ?? '');
    }
    return so;
  }, structuredClone(value));

const isGuarded = ({ run }: ClientServer): boolean => {
  const launch = readLaunch(run);
  return launch !== undefined && isGuard(launch);
};

/** From its key, if that has a line of its own: a comment may be between the two. */
function wholeOf(file: ParsedText, text: string, path: KeyPath): TextSpan | undefined {
  const span = file.spanOf(path);
  const lines = text.split('\n').slice(0, file.placeOf(path).line - 1);
  const line = lines.reduce((sum, each) => sum + each.length + 1, 0);
  return span && { start: Math.min(span.start, line), end: span.end };
}

/** Comments inside what is replaced go with it. */
const remarksOutside = (client: ClientFormat, text: string): readonly string[] => {
  const file = client.parse(text);
  const spans = client
    .readServers(file)
    .flatMap(({ path, keys }) =>
      [keys.command, keys.args, keys.env, ...keys.types.map(({ at }) => at), ...keys.remote].flatMap((key) =>
        key ? (wholeOf(file, text, [...path, ...key]) ?? []) : [],
      ),
    );
  const outside = spans
    .toSorted((one, other) => other.start - one.start)
    .reduce((so, { start, end }) => so.slice(0, start) + so.slice(end), text);
  return remarksOf(outside);
};

function runOf({ servers }: Config, name: string, sent: ReadonlyMap<string, string>): ServerRun | undefined {
  const server = servers[name];
  if (!server) return undefined;
  if (isRemote(server)) {
    const { url, headers, transport } = server;
    return { kind: 'remote', url, headers, transport };
  }
  const { command, args, env } = server;
  return { kind: 'stdio', command, args, env: fillEnvironment(env, sent).env };
}

/** Our configuration starts what the client started, once its client has sent what only it knows. */
async function expectSameRuns(
  { paths }: TestHome,
  before: readonly ClientServer[],
  after: readonly ClientServer[],
  moved: readonly { readonly server: ClientServer; readonly ours: string }[],
): Promise<void> {
  if (moved.length === 0) return;
  const { home, config: path, secrets, bases } = paths;
  const { config } = await loadConfig({ home, path, secrets, bases, env: {} });
  for (const { server, ours } of moved) {
    const [theirs, now] = [before, after].map((servers) => servers.find(({ name }) => name === server.name)?.run);
    const sent = now?.kind === 'stdio' ? Object.entries(now.env) : [];
    expect(runOf(config, ours, new Map(sent))).toEqual(theirs);
  }
}
