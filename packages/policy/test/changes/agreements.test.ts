import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Agreements } from '../../src/changes/agreements.js';
import { readLaunches } from '../../src/launches/launches.js';
import { readPremises } from '../../src/changes/premises.js';
import { loadConfig } from '../../src/loading/load.js';

let root: string;
let state: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcp-guard-agreed-'));
  state = join(root, 'state/mcp-guard');
  makeHome('.config/guard', { files: { command: 'files' } });
});
afterEach(() => rmSync(root, { recursive: true }));

const at = (path: string): string => join(root, path);

function makeHome(path: string, servers: object, rest: object = {}, key = 'ab'): string {
  mkdirSync(at(path), { recursive: true, mode: 0o700 });
  writeFileSync(at(`${path}/fingerprint.key`), key, { mode: 0o600 });
  const config = at(`${path}/mcp-guard.yaml`);
  writeFileSync(config, JSON.stringify({ servers, ...rest }), { mode: 0o600 });
  return config;
}

async function premisesOf(config = at('.config/guard/mcp-guard.yaml'), env: NodeJS.ProcessEnv = {}) {
  const home = at('.config/guard');
  const loaded = await loadConfig({ home, path: config, secrets: join(home, 'secrets.env'), bases: at('bases'), env });
  return readPremises(home, config, loaded);
}
const agreements = () => new Agreements([state]);
const differ = async (config?: string) =>
  agreements()
    .differences(await premisesOf(config))
    .map(({ what }) => what);
const agree = async (config?: string) => agreements().remember(await premisesOf(config), 'first start');

describe('what a person has agreed to run', () => {
  it('is everything at first, and afterwards what it was', async () => {
    expect(await differ()).toEqual([]);
    expect(await agree()).toEqual([]);
    expect(await differ()).toEqual([]);
    expect(agreements().howAgreed(await premisesOf())).toMatchObject({ by: 'first start' });
  });

  it('is kept outside of the home, for this user alone', async () => {
    await agree();
    expect(statSync(state).mode & 0o777).toBe(0o700);
    const [name = '', ...others] = readdirSync(state);
    expect(others).toEqual([]);
    expect(statSync(join(state, name)).mode & 0o777).toBe(0o600);
  });

  it('is not a home that was put in its place, although all its files say the same', async () => {
    await agree();
    renameSync(at('.config'), at('old'));
    makeHome('.config/guard', { files: { command: 'files' } });
    expect(await differ()).toEqual([`${at('.config/guard')} is another folder than before`]);
    const project = makeHome('repository', { files: { command: 'files' } }, { daemon: { home: at('old') } });
    await agree(project);
    renameSync(at('repository'), at('old repository'));
    makeHome('repository', { files: { command: 'files' } }, { daemon: { home: at('old') } });
    expect(await differ(project)).toContain(
      `the folder of the configuration is another one than before: ${at('repository')}`,
    );
  });

  it('is not a home to which a link leads now', async () => {
    await agree();
    renameSync(at('.config'), at('old'));
    makeHome('new/guard', { files: { command: 'files' } });
    symlinkSync('new', at('.config'));
    expect(await differ()).not.toEqual([]);
    rmSync(at('.config'));
    symlinkSync('old', at('.config'));
    expect(await differ()).not.toEqual([]);
  });

  it('is not a folder with the same number and other keys, as one that was deleted and made again', async () => {
    await agree();
    writeFileSync(at('.config/guard/fingerprint.key'), 'cd');
    expect(await differ()).toEqual([`${at('.config/guard')} has not the keys that it had`]);
    rmSync(at('.config/guard/fingerprint.key'));
    expect(await differ()).not.toEqual([]);
  });

  it.each<[string, object]>([
    ['the server evil is new', { files: { command: 'files' }, evil: { command: 'sh' } }],
    ['the server files is started differently', { files: { command: 'file' } }],
    ['the server files is started differently', { files: { command: 'files', args: ['-x'] } }],
    ['the server files is started differently', { files: { command: 'files', env: { NODE_OPTIONS: '-r x' } } }],
    ['the server files is started differently', { files: { command: 'files', cwd: '/' } }],
    ['the server files is reached differently', { files: { url: 'https://files.example' } }],
    ['the server files is started differently', { files: { command: 'file', url: null } }],
    ['the server constructor is new', { files: { command: 'files' }, constructor: { command: 'sh' } }],
  ])('is no other command line: %s', async (what, servers) => {
    await agree();
    makeHome('.config/guard', servers);
    expect(await differ()).toEqual([what]);
  });

  it.each<[string, object, object?]>([
    ['a policy', { files: { command: 'files', policy: { permissions: { denied_tools: ['x'] } } } }],
    ['a server that is gone', {}],
    ['another section', { files: { command: 'files' } }, { pii: { enabled: false } }],
  ])('takes an edit of %s', async (_, servers, rest) => {
    await agree();
    makeHome('.config/guard', servers, rest);
    expect(await differ()).toEqual([]);
  });

  it('is no server that was taken out and comes back', async () => {
    await agree();
    makeHome('.config/guard', {});
    await agree();
    makeHome('.config/guard', { files: { command: 'files' } });
    expect(await differ()).toEqual(['the server files is new']);
  });

  it('is not the value of a variable, and holds none', async () => {
    const servers = { files: { command: 'files', args: ['${TOKEN}'], env: { B: 'literal-secret', A: '${TOKEN}' } } };
    const config = makeHome('.config/guard', servers);
    agreements().remember(await premisesOf(config, { TOKEN: 'canary-1' }), 'terminal');
    expect(agreements().differences(await premisesOf(config, { TOKEN: 'canary-2' }))).toEqual([]);
    const [name = ''] = readdirSync(state);
    expect(readFileSync(join(state, name), 'utf8')).not.toMatch(/canary|literal-secret/u);
    makeHome('.config/guard', { files: { ...servers.files, args: ['${OTHER}'] } });
    expect(agreements().differences(await premisesOf(config, { TOKEN: 'x', OTHER: 'x' }))).toHaveLength(1);
  });

  it('is for each configuration, and another one of the same home has to be agreed on too', async () => {
    await agree();
    const project = makeHome('repository', { files: { command: 'evil' } });
    expect(await differ(project)).toEqual([
      `the home was started with another configuration before: ${at('.config/guard/mcp-guard.yaml')}`,
    ]);
    await agree(project);
    expect([await differ(project), await differ()]).toEqual([[], []]);
  });

  it('is no other home that a replaced configuration names', async () => {
    await agree();
    mkdirSync(at('elsewhere'));
    makeHome('.config/guard', { files: { command: 'files' } }, { daemon: { home: at('elsewhere') } });
    expect(await differ()).toEqual([`the home is another folder than before: ${at('elsewhere')}`]);
    await agree();
    expect(await differ()).toEqual([]);
    expect(readdirSync(state)).toHaveLength(1);
  });
});

describe('what was agreed on is not known, and nothing starts,', () => {
  const problem = async (): Promise<string> => {
    const now = await premisesOf();
    try {
      agreements().differences(now);
      return 'none';
    } catch (error) {
      return GuardError.from(error).message;
    }
  };
  it('where its file is damaged', async () => {
    await agree();
    const [name = ''] = readdirSync(state);
    for (const text of [
      '',
      '{',
      '[]',
      '{"version":2}',
      readFileSync(join(state, name), 'utf8').replace('"mark"', '"m"'),
    ]) {
      writeFileSync(join(state, name), text);
      expect(await problem()).toContain('does not say what was agreed on');
    }
  });
  it('where others can read or write it', async () => {
    await agree();
    const [name = ''] = readdirSync(state);
    chmodSync(join(state, name), 0o644);
    expect(await problem()).toContain('can be read by others');
    chmodSync(join(state, name), 0o600);
    chmodSync(state, 0o777);
    expect(await problem()).toContain('is not a folder of this user alone');
  });
  it('where the folder is a file, or a link', async () => {
    mkdirSync(dirname(state), { recursive: true });
    writeFileSync(state, '');
    expect(await problem()).toContain('is not a folder of this user alone');
    rmSync(state);
    symlinkSync(at('.config'), state);
    expect(await problem()).toContain('is not a folder of this user alone');
  });
});

it('a place that cannot be written is told, and another one is enough', async () => {
  writeFileSync(at('file'), '');
  const both = new Agreements([at('file/x'), state]);
  const now = await premisesOf();
  expect(both.remember(now, 'first start')).toEqual([expect.stringContaining(at('file/x'))]);
  makeHome('.config/guard', { files: { command: 'evil' } });
  expect(new Agreements([state]).differences(await premisesOf())).toHaveLength(1);
});

it('a client is told that an agreement to another home cannot be stored, and not only to make one', () => {
  const refusalWith = (...folders: readonly string[]): GuardError => {
    try {
      new Agreements(folders).insistOnKnown(at('repository'), at('repository/mcp-guard.yaml'));
    } catch (error) {
      return GuardError.from(error);
    }
    throw new Error('nothing was refused');
  };
  const refusal = refusalWith('/proc/state/mcp-guard', state); // a place that the client names does not count
  expect(refusal.message).toContain('cannot be stored in /proc/state/mcp-guard');
  expect(refusal.hint).toContain('make /proc/state a folder that you can write to');
  expect(refusalWith(state).message).not.toContain('cannot be stored');
});

it('homes that are gone are forgotten once there are many', async () => {
  const now = await premisesOf();
  for (let count = 0; count < 300; count++) {
    const gone = { path: at(`gone ${count}`), target: at(`gone ${count}`), inode: 1 };
    agreements().remember({ ...now, entrance: gone, home: gone, config: at(`gone ${count}/x.yaml`) }, 'first start');
  }
  await agree();
  expect(readdirSync(state).length).toBeLessThan(260);
  expect(await differ()).toEqual([]);
  expect(existsSync(at('.config/guard'))).toBe(true);
});

it('a command line is the same whatever the order of its variables', () => {
  const [one, other] = [
    { B: '1', A: '2' },
    { A: '2', B: '1' },
  ].map((env) => readLaunches({ servers: { x: { command: 'y', env } } }));
  expect(one).toEqual(other);
  expect(readLaunches(null).size + readLaunches({ servers: 3 }).size + readLaunches({ servers: [] }).size).toBe(0);
});
