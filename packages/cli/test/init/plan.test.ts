import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { thisSystem } from '@mcp-guard/policy';
import { describe, expect, it, vi } from 'vitest';
import { claudeCode } from '../../src/clients/claude-code.js';
import { findClients } from '../../src/clients/find-clients.js';
import { askForProjects } from '../../src/init/consent.js';
import { checkOurs } from '../../src/init/check-ours.js';
import { toDifferences, toRows } from '../../src/init/describe-plan.js';
import { UndoLog } from '../../src/init/undo-log.js';
import { readOurState } from '../../src/init/our-state.js';
import { draftOf } from '@mcp-guard/core/text-file';
import type { Trial } from '../../src/init/try-servers.js';
import { createHome, type TestHome } from './home.ts';

const json = (servers: object, more: object = {}): string =>
  `${JSON.stringify({ mcpServers: servers, ...more }, null, 2)}\n`;
const cursorOf = ({ home }: TestHome): string => join(home, '.cursor', 'mcp.json');
const claudeOf = ({ home }: TestHome): string => join(home, '.claude.json');
const configOf = ({ paths }: TestHome): string => readFileSync(paths.config, 'utf8');
const secretsOf = ({ paths }: TestHome): string => readFileSync(paths.secrets, 'utf8');

describe('servers of several clients', () => {
  it('that are the same under one name become one of ours; those that only share a name get a number', async () => {
    using home = createHome();
    const same = { command: 'npx', args: ['a'], env: { API_TOKEN: 'one' } };
    home.write(cursorOf(home), json({ files: same, other: { ...same, env: { API_TOKEN: 'two' } } }));
    home.write(
      claudeOf(home),
      json({ files: { command: 'npx', args: ['b'] }, copy: same, other: { ...same, env: { API_TOKEN: 'two' } } }),
    );
    const { moved } = await home.move();
    expect(moved.map(({ file, server, ours }) => `${file.client.id} ${server.name}: ${ours}`).toSorted()).toEqual([
      'claude-code copy: copy',
      'claude-code files: files',
      'claude-code other: other',
      'cursor files: files-2',
      'cursor other: other',
    ]);
    expect(secretsOf(home)).toBe('API_TOKEN=one\nOTHER_API_TOKEN=two\n');
    expect(configOf(home)).toContain('API_TOKEN: "${OTHER_API_TOKEN}"');
  });

  it('keep what the configuration and the secrets file have, and get free names', async () => {
    using home = createHome();
    home.write(
      home.paths.config,
      '# mine\nservers:\n  files: # here\n    command: mine\n    env: { T: "${API_TOKEN}" }\n',
    );
    home.write(home.paths.secrets, 'API_TOKEN=mine');
    chmodSync(home.paths.secrets, 0o600);
    chmodSync(home.paths.config, 0o600);
    home.write(cursorOf(home), json({ files: { command: 'theirs', env: { API_TOKEN: 'theirs' } } }));
    await home.move();
    expect(configOf(home)).toBe(
      '# mine\nservers:\n  files: # here\n    command: mine\n    env: { T: "${API_TOKEN}" }\n' +
        '  files-2:\n    command: theirs\n    env:\n      API_TOKEN: "${FILES_2_API_TOKEN}"\n',
    );
    expect(secretsOf(home)).toBe('API_TOKEN=mine\nFILES_2_API_TOKEN=theirs\n');
  });

  it('do not get a secret’s name that the configuration takes from the environment', async () => {
    using home = createHome();
    home.write(home.paths.config, 'servers: { x: { command: x, env: { T: "${API_TOKEN:-}" } } }\n');
    chmodSync(home.paths.config, 0o600);
    home.write(cursorOf(home), json({ files: { command: 'npx', env: { API_TOKEN: 'theirs' } } }));
    await home.move();
    expect(secretsOf(home)).toBe('FILES_API_TOKEN=theirs\n');
  });

  it('of single folders are moved with those of all', async () => {
    using home = createHome();
    const files = { files: { command: 'npx' } };
    home.write(claudeOf(home), json(files, { projects: { '/projects/a': { mcpServers: files } } }));
    const { moved } = await home.move();
    expect(moved.map(({ server: { project } }) => project)).toEqual([undefined, '/projects/a']);
  });

  it('that come later are moved when it runs again, and guarded ones stay', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ one: { command: 'one' } }));
    await home.move();
    const guarded: unknown = JSON.parse(readFileSync(cursorOf(home), 'utf8'));
    home.write(claudeOf(home), json({ two: { command: 'two' }, one: { command: 'one' } }));
    const { moved } = await home.move();
    expect(moved.map(({ server, ours }) => [server.name, ours])).toEqual([
      ['two', 'two'],
      ['one', 'one'],
    ]);
    expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toEqual(guarded);
    expect(configOf(home).match(/command: one/g)).toHaveLength(1);
  });
});

// Threat 3
it('with a project’s program that calls itself the guard are not called guarded', async () => {
  using home = createHome();
  const project = join(home.home, 'repo');
  const args = ['connect', '-s', 'tools'];
  const entries = {
    runner: { command: 'npx', args: ['-y', 'mcp-guard@0.1.0', ...args] },
    own: { command: join(project, 'mcp-guard'), args },
    file: { command: 'node', args: [join(project, 'mcp-guard.cjs'), ...args] },
    led: { command: 'mcp-guard', args: [...args, '-c', join(project, 'mcp-guard.yaml')] },
    bare: { command: 'mcp-guard', args },
  };
  home.write(join(project, '.mcp.json'), json(entries));
  const { staying } = (await home.plan({ project })).assignment;
  expect(staying.map(({ server, kind }) => [server.name, kind])).toEqual([
    ['runner', 'unclear'],
    ['own', 'unclear'],
    ['file', 'unclear'],
    ['led', 'unclear'],
    ['bare', 'guarded'],
  ]);
});

describe('an entry of ours whose Node or guard is gone', () => {
  const gone = { command: '/gone/node', args: ['/gone/mcp-guard.cjs', 'connect', '-s', 'files'] };

  it('is written again with what a person has set in it, and reverted with the rest', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx', env: { KEY: '${input:key}' } } });
    home.write(cursorOf(home), text);
    await home.move();
    const moved = readFileSync(cursorOf(home), 'utf8');
    const broken = moved
      .replace(process.execPath, '/gone/node')
      .replace('"env": {', '"env": {\n        "MCP_GUARD_API_KEY": "mine",');
    writeFileSync(cursorOf(home), broken);
    const repaired = await home.move();
    expect(repaired.moved.map(({ ours }) => ours)).toEqual(['files']);
    expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toMatchObject({
      mcpServers: {
        files: {
          command: process.execPath,
          env: { MCP_GUARD_API_KEY: 'mine', KEY: '${input:key}', MCP_GUARD_FORWARD: 'KEY' },
        },
      },
    });
    home.undo();
    expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toEqual(JSON.parse(text));
  });

  it('is not called guarded if its configuration was removed', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx' } }));
    const kinds = async () => toRows(await home.plan()).map(({ kind }) => kind);
    await home.move();
    expect(await kinds()).toEqual(['guarded']);
    unlinkSync(home.paths.config);
    expect(await kinds()).toEqual(['unclear']);
    home.write(cursorOf(home), readFileSync(cursorOf(home), 'utf8').replace(home.paths.home, '/other'));
    expect(await kinds()).toEqual(['guarded']);
  });

  it.each([
    ['of a server that we do not know', gone],
    ['of another configuration', { ...gone, args: [...gone.args, '-c', '/other.yaml'] }],
  ])('stays: one %s', async (_, entry) => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: entry }));
    expect((await home.plan()).changes.files).toEqual([]);
  });
});

describe('a server is tried in the folder in which its client starts it', () => {
  it('and stays there if it does not work: in that of the entry, of Claude Code’s project or none', async () => {
    using home = createHome();
    const here = { command: 'node', args: ['./server.js'] };
    const projects = { '/projects/a': { mcpServers: { files: here } }, '/projects/b': { mcpServers: { files: here } } };
    home.write(claudeOf(home), json({ files: here, own: { ...here, cwd: '/own' } }, { projects }));
    const tried: string[] = [];
    const { moved, staying } = await home.move(({ cwd }) => {
      tried.push(cwd);
      return cwd === '/' || cwd === '/projects/b' ? 'it is not there' : undefined;
    });
    expect(tried).toEqual(['/', '/projects/a', '/projects/b', '/own']);
    expect(moved.map(({ server: { name, project } }) => [name, project])).toEqual([
      ['files', '/projects/a'],
      ['own', undefined],
    ]);
    expect(staying.map(({ server: { name, project } }) => [name, project])).toEqual([
      ['files', undefined],
      ['files', '/projects/b'],
    ]);
    expect(configOf(home).match(/server\.js/g)).toHaveLength(2);
  });

  it('and a person who is asked about a project’s server sees that folder', async () => {
    using home = createHome();
    home.write(join(home.home, 'repo', '.cursor', 'mcp.json'), json({ files: { command: 'npx' } }));
    const shown: string[] = [];
    const terminal = {
      show: (text: string) => shown.push(text),
      ask: async () => 'y',
      askSecretly: async () => '',
      close: () => undefined,
    };
    const found = findClients({ ...thisSystem({}), home: home.home }, join(home.home, 'repo'));
    const entries = found.flatMap((file) =>
      'servers' in file ? file.servers.map((server) => ({ file, server })) : [],
    );
    await askForProjects(entries, terminal);
    expect(shown).toEqual([expect.stringContaining(JSON.stringify(join(home.home, 'repo')))]);
  });
});

it('a key for the guard stays in its entry, is used in the trial, and reaches no server', async () => {
  using home = createHome();
  home.write(cursorOf(home), json({ files: { command: 'npx', env: { MCP_GUARD_API_KEY: 'mine', LOG: 'x' } } }));
  home.write(claudeOf(home), json({ files: { command: 'npx', env: { MCP_GUARD_API_KEY: 'other', LOG: 'x' } } }));
  const tried: Trial['values'][] = [];
  await home.move(({ values }) => void tried.push(values));
  expect(tried).toEqual([{ MCP_GUARD_API_KEY: 'other' }, { MCP_GUARD_API_KEY: 'mine' }]);
  expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toMatchObject({
    mcpServers: { files: { command: process.execPath, env: { MCP_GUARD_API_KEY: 'mine' } } },
  });
  expect(configOf(home)).not.toContain('API_KEY');
  expect(existsSync(home.paths.secrets)).toBe(false);
});

describe('a server that does not work through the guard', () => {
  it('stays, is not in our configuration, and its secrets are nowhere', async () => {
    using home = createHome();
    const text = json({ bad: { command: 'bad', env: { API_TOKEN: 'of bad' } }, good: { command: 'good' } });
    home.write(cursorOf(home), text);
    const { moved, staying } = await home.move(({ name }) => (name === 'bad' ? 'it is bad' : undefined));
    expect(moved.map(({ ours }) => ours)).toEqual(['good']);
    expect(staying.map(({ server, why }) => [server.name, why])).toEqual([['bad', 'it is bad']]);
    expect(configOf(home)).not.toContain('bad');
    expect(secretsOf(home)).toBe('');
    expect(readFileSync(cursorOf(home), 'utf8')).toContain('of bad');
  });

  it('leaves nothing behind if it is the only one', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ bad: { command: 'bad', env: { API_TOKEN: 'x' } } }));
    await home.move(() => 'it is bad');
    expect([home.paths.config, home.paths.secrets].filter((path) => existsSync(path))).toEqual([]);
    expect(home.undo()).toEqual([]);
  });
});

it('a check that cannot be made leaves our files and those of clients as they were', async () => {
  using home = createHome();
  const text = json({ files: { command: 'npx', env: { API_TOKEN: 'x' } } });
  home.write(cursorOf(home), text);
  const cut = home.move(() => {
    throw new Error('the daemon cannot say how it is');
  });
  await expect(cut).rejects.toThrow('the daemon cannot say how it is');
  expect([home.paths.config, home.paths.secrets].filter((path) => existsSync(path))).toEqual([]);
  expect(new UndoLog(home.paths.backups).records).toEqual([]);
  expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
});

describe('a file that cannot be moved', () => {
  it.each([
    ['is no JSON', '{ "mcpServers": { "x": }', 'a value is missing here', { line: 1, column: 24 }],
    ['is larger than 10 MB', `${json({})}${' '.repeat(10 * 2 ** 20)}`, 'larger', undefined],
  ])('because it %s is told, and the others go on', async (_, text, what, place) => {
    using home = createHome();
    home.write(cursorOf(home), text);
    home.write(claudeOf(home), json({ files: { command: 'npx' } }));
    const { unread } = await home.plan();
    expect(unread).toMatchObject([
      { path: cursorOf(home), problem: { what: expect.stringContaining(what), ...(place && { place }) } },
    ]);
    expect((await home.move()).moved).toHaveLength(1);
    expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
  });

  it('because it cannot be written stays, and its client goes on as before', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx' } });
    home.write(cursorOf(home), text);
    mkdirSync(join(draftOf(cursorOf(home)), 'in-the-way'), { recursive: true });
    const { moved, staying } = await home.move();
    expect([moved, staying.map(({ why }) => why)]).toEqual([[], ['it cannot be written']]);
    expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
  });

  it('because its client writes it meanwhile keeps what the client wrote', async () => {
    using home = createHome();
    home.write(claudeOf(home), json({ files: { command: 'npx' } }));
    const changed = json({ files: { command: 'npx' } }, { numStartups: 7 });
    const { staying } = await home.move(() => {
      home.write(claudeOf(home), changed);
      return undefined;
    });
    expect(staying.map(({ why }) => why)).toEqual(['it was changed meanwhile; try again']);
    expect(readFileSync(claudeOf(home), 'utf8')).toBe(changed);
  });

  it.each([
    [{}],
    [{ command: 7 }],
    [{ command: ['npx'] }],
    ['npx'],
    [null],
    [{ command: '' }],
    [{ command: 'npx', env: { 'A=B': 'x' } }],
    [{ command: 'npx', env: { '': 'x' } }],
    [{ command: 'npx', env: JSON.parse('{ "__proto__": "x" }') }],
    [{ command: 'npx', env: { A: 'x\0' } }],
    [{ command: 'npx', env: { 'A\0': 'x' } }],
  ])('does not keep the others: %j', async (entry) => {
    using home = createHome();
    home.write(cursorOf(home), json({ odd: entry, files: { command: 'npx' } }));
    const rows = toRows(await home.plan()).map(({ server, kind }) => [server.name, kind]);
    expect(rows).toEqual([
      ['odd', 'unclear'],
      ['files', 'move'],
    ]);
    expect((await home.move()).moved.map(({ ours }) => ours)).toEqual(['files']);
  });
});

describe('a configuration of ours that would become unusable', () => {
  it('is never planned: it is loaded as the daemon will, with the secrets that come', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx', env: { API_TOKEN: 'x' } } }));
    const { config, secrets } = (await home.plan()).changes;
    const ours = await readOurState(home.paths.config, home.paths, () => Promise.reject(new Error('there is none')));
    const check = (text: string, lines: string) => () => checkOurs(ours, { config: text, secrets: lines }, {});
    expect(check(config, secrets)).not.toThrow();
    expect(check(config, '')).toThrow('API_TOKEN is not set');
    expect(check(config.replace('API_TOKEN:', '"A=B":'), secrets)).toThrow('not a name that can be passed on');
  });

  it('nor one that is larger than the daemon reads', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx', args: ['a'.repeat(2 ** 20)] }, other: { command: 'npx' } });
    home.write(cursorOf(home), text);
    await expect(home.move()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(existsSync(home.paths.config)).toBe(false);
    expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
  });

  it('is reported if servers cannot be added to it, and nothing is changed', async () => {
    using home = createHome();
    const text = 'servers: &none {}\naudit: *none\n';
    home.write(home.paths.config, text);
    chmodSync(home.paths.config, 0o600);
    home.write(cursorOf(home), json({ files: { command: 'npx' } }));
    await expect(home.move()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(configOf(home)).toBe(text);
  });
});

describe('a file behind a link', () => {
  it('is edited in its place, the link stays, and so it is reverted', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx' } });
    const real = join(home.home, 'dotfiles', 'cursor.json');
    home.write(real, text);
    mkdirSync(join(home.home, '.cursor'));
    symlinkSync(real, cursorOf(home));
    await home.move();
    expect(readFileSync(real, 'utf8')).toContain('mcp-guard.cjs');
    home.undo();
    expect(readFileSync(real, 'utf8')).toBe(text);
    expect(statSync(cursorOf(home)).ino).toBe(statSync(real).ino);
  });

  it('that several clients have is moved once, for all of them', async () => {
    using home = createHome();
    const real = join(home.home, 'dotfiles', 'servers.json');
    home.write(real, json({ files: { command: 'npx' } }));
    const windsurf = join(home.home, '.codeium', 'windsurf', 'mcp_config.json');
    for (const link of [cursorOf(home), windsurf]) {
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(real, link);
    }
    const { moved, staying } = await home.move();
    expect([moved.map(({ file }) => file.client.id), staying]).toEqual([['cursor'], []]);
    expect((await home.plan()).shared.map(({ file, by }) => [file.client.id, by.client.id])).toEqual([
      ['windsurf', 'cursor'],
    ]);
  });

  it('keeps its mode', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx' } }));
    chmodSync(cursorOf(home), 0o640);
    await home.move();
    expect(statSync(cursorOf(home)).mode & 0o777).toBe(0o640);
  });
});

describe('a client that writes its file while it is moved', () => {
  it('keeps what it wrote, is reported, and does not stop the others', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx' } });
    home.write(claudeOf(home), text);
    home.write(cursorOf(home), text);
    const real = fs.renameSync;
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      real(from, to);
      if (to === claudeOf(home)) writeFileSync(claudeOf(home), text); // the write that was under way
    });
    syncBuiltinESMExports();
    const { moved, staying } = await home.move();
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    expect(moved.map(({ file }) => file.client.id)).toEqual(['cursor']);
    expect(staying.map(({ why }) => why)).toEqual(['its client wrote it meanwhile; close the client, and try again']);
    expect(readFileSync(claudeOf(home), 'utf8')).toBe(text);
    home.undo();
    expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
  });
});

it('a file that would become larger than what can be read again stays', async () => {
  using home = createHome();
  const entry = json({ files: { command: 'x' } }, { history: '' });
  home.write(claudeOf(home), entry.replace('""', JSON.stringify('x'.repeat(10 * 2 ** 20 - entry.length))));
  expect((await home.move()).staying.map(({ why }) => why)).toEqual([expect.stringContaining('larger than')]);
});

describe('undo', () => {
  it('of a file that was edited since restores the moved servers only', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx', args: ['a'], env: { LOG: 'x' } } }));
    await home.move();
    const edited = readFileSync(cursorOf(home), 'utf8').replace(
      '"files": {',
      '"new": { "command": "new" },\n    "files": {\n      "timeout": 5,',
    );
    writeFileSync(cursorOf(home), edited);
    expect(home.undo().map(({ how }) => how)).toEqual(['entries', 'removed']);
    expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toEqual({
      mcpServers: { new: { command: 'new' }, files: { timeout: 5, command: 'npx', args: ['a'], env: { LOG: 'x' } } },
    });
    expect(home.undo()).toEqual([]);
  });

  it('of several runs goes back through all of them', async () => {
    using home = createHome();
    const first = json({ one: { command: 'one' } });
    home.write(cursorOf(home), first);
    await home.move();
    const second = readFileSync(cursorOf(home), 'utf8').replace(
      '"mcpServers": {',
      '"mcpServers": {\n    "two": { "command": "two" },',
    );
    writeFileSync(cursorOf(home), second);
    await home.move();
    home.undo();
    expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toEqual({
      mcpServers: { two: { command: 'two' }, one: { command: 'one' } },
    });
    expect(existsSync(home.paths.config)).toBe(false);
  });

  it('leaves a configuration that was edited since, and the secrets that it names', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx', env: { API_TOKEN: 'x' } } }));
    await home.move();
    const edited = `${configOf(home)}# and a rule\n`;
    writeFileSync(home.paths.config, edited);
    expect(home.undo().map(({ how, path }) => [path, how])).toEqual([
      [cursorOf(home), 'restored'],
      [home.paths.config, 'kept'],
      [home.paths.secrets, 'together'],
    ]);
    expect(home.undo()).toEqual([]);
    expect(configOf(home)).toBe(edited);
    expect(secretsOf(home)).toBe('API_TOKEN=x\n');
  });

  it('of one client leaves the others behind the guard', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx' } });
    home.write(cursorOf(home), text);
    home.write(claudeOf(home), text);
    await home.move();
    home.undo({ only: [claudeCode] });
    expect(readFileSync(claudeOf(home), 'utf8')).toBe(text);
    expect(readFileSync(cursorOf(home), 'utf8')).toContain('mcp-guard.cjs');
    expect(existsSync(home.paths.config)).toBe(true);
    home.undo();
    expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
  });

  it('writes a missing file again, and forgets one whose folder is missing', async () => {
    using home = createHome();
    const text = json({ files: { command: 'npx' } });
    home.write(cursorOf(home), text);
    home.write(claudeOf(home), text);
    await home.move();
    rmSync(claudeOf(home));
    rmSync(dirname(cursorOf(home)), { recursive: true });
    expect(home.undo().map(({ path, how }) => [path, how])).toEqual(
      expect.arrayContaining([
        [claudeOf(home), 'restored'],
        [cursorOf(home), 'gone'],
      ]),
    );
    expect(readFileSync(claudeOf(home), 'utf8')).toBe(text);
    expect(home.undo()).toEqual([]);
  });

  it('finds servers that were renamed or moved in their file', async () => {
    using home = createHome();
    const [a, b] = ['a', 'b'].map((command) => ({ command, env: { API_TOKEN: `of ${command}` } }));
    home.write(claudeOf(home), json({ a }, { projects: { '/p': { mcpServers: { b } } } }));
    await home.move();
    const now = readFileSync(claudeOf(home), 'utf8').replace('"a":', '"renamed":').replace('"/p"', '"/moved"');
    writeFileSync(claudeOf(home), now);
    home.undo();
    expect(JSON.parse(readFileSync(claudeOf(home), 'utf8'))).toEqual({
      mcpServers: { renamed: a },
      projects: { '/moved': { mcpServers: { b } } },
    });
    expect(existsSync(home.paths.secrets)).toBe(false);
  });

  it('distinguishes servers of one name', async () => {
    using home = createHome();
    const path = join(home.home, '.continue', 'config.yaml');
    const text = 'mcpServers:\n  - name: db\n    command: one\n  - name: db\n    command: two\n';
    home.write(path, text);
    await home.move();
    writeFileSync(path, `${readFileSync(path, 'utf8')}# edited\n`);
    home.undo();
    expect(readFileSync(path, 'utf8').match(/command: \w+/g)).toEqual(['command: one', 'command: two']);
  });

  it('keeps our files as long as a client needs them: its file cannot be read, or a copied entry names one', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx', env: { API_TOKEN: 'x' } } }));
    await home.move();
    const moved = readFileSync(cursorOf(home), 'utf8');
    home.write(claudeOf(home), moved);
    writeFileSync(cursorOf(home), '{ oops');
    expect(new Set(home.undo().map(({ how }) => how))).toEqual(new Set(['left']));
    writeFileSync(cursorOf(home), moved);
    expect(home.undo().map(({ how, why }) => why ?? how)).toEqual([
      'restored',
      'a client still starts files through the guard',
      'a client still starts files through the guard',
    ]);
    expect(secretsOf(home)).toContain('API_TOKEN=x');
    rmSync(claudeOf(home));
    expect(home.undo().map(({ how }) => how)).toEqual(['removed', 'removed']);
  });

  it('keeps a variable that a person has set since', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx', env: { LOG: 'x' } } }));
    await home.move();
    const now = readFileSync(cursorOf(home), 'utf8').replace('"env": {', '"env": {\n        "MINE": "1",');
    writeFileSync(cursorOf(home), now);
    home.undo();
    expect(JSON.parse(readFileSync(cursorOf(home), 'utf8'))).toEqual({
      mcpServers: { files: { env: { LOG: 'x', MINE: '1' }, command: 'npx' } },
    });
  });

  it('that only shows changes nothing', async () => {
    using home = createHome();
    home.write(cursorOf(home), json({ files: { command: 'npx' } }));
    await home.move();
    const before = readFileSync(cursorOf(home), 'utf8');
    expect(home.undo({ isDry: true }).map(({ how }) => how)).toEqual(['restored', 'removed']);
    expect(readFileSync(cursorOf(home), 'utf8')).toBe(before);
  });
});

// Threat 35
it('no difference shows a secret, in any spelling', async () => {
  using home = createHome();
  const secret = 's3cr3t-of-mine-0123456789';
  const escaped = Array.from(secret, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(
    '',
  );
  home.write(
    cursorOf(home),
    `{ "mcpServers": { "a": { "command": "x", "args": ["--token", "ghp_aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5"],
      "env": { "MY_KEY": "${secret}", "MY_TOKEN": "${escaped}" } },
      "r": { "url": "https://a.example", "headers": { "X": "${secret}" } } } }`,
  );
  const plan = await home.plan();
  const load = () => Promise.reject(new Error('there is none'));
  const shown = JSON.stringify(toDifferences(plan, await readOurState(home.paths.config, home.paths, load)));
  expect(shown).toContain('[hidden]');
  for (const text of [secret, escaped, escaped.slice(0, 60), 'ghp_']) expect(shown).not.toContain(text);
});

// Threat 35
it('originals are not written through a link, and its target stays', async () => {
  using home = createHome();
  const text = json({ files: { command: 'npx' } });
  home.write(cursorOf(home), text);
  const elsewhere = join(home.home, 'elsewhere');
  const theirs = join(elsewhere, '00000000-0000-0000-0000-000000000000');
  home.write(theirs, 'theirs');
  home.write(join(elsewhere, 'moves.json'), '{"version":1,"records":[]}');
  chmodSync(join(elsewhere, 'moves.json'), 0o600);
  symlinkSync(elsewhere, home.paths.backups);
  await expect(home.move()).rejects.toThrow('is not a folder of this user alone');
  expect(() => {
    new UndoLog(home.paths.backups).sweep();
  }).toThrow('is not a folder of this user alone');
  expect(readdirSync(elsewhere)).toEqual([basename(theirs), 'moves.json']);
  expect(readFileSync(cursorOf(home), 'utf8')).toBe(text);
});
