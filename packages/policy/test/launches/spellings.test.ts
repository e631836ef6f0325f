import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.js';
import type { Launched } from '../../src/launches/launch-difference.js';
import { isAbout, mayBeAbout } from '../../src/launches/match-server.js';
import { entryOf, lineOf } from './entries.js';

/** One kind of package: the runners of it, and how a line may name one. */
interface Kind {
  readonly entries: readonly string[];
  readonly runners: readonly [readonly string[], ...(readonly string[])[]];
  readonly names: readonly [string, ...string[]];
  readonly options: readonly (readonly string[])[];
  readonly naming: readonly string[];
  readonly versions: readonly [string, ...string[]];
  /** Whether a line with its idle words left out is what the first entry names. */
  readonly isExact: (words: readonly string[]) => boolean;
  readonly idle: ReadonlySet<string>;
}

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const VERSIONS = [
  '@1.2.3',
  '',
  '@1.2.3-rc.1',
  '@latest',
  '@1',
  '@^1.0.0',
  '@*',
  '@file:/tmp/x',
  '@npm:evil@1.0.0',
  '@git+https://e.example/x',
  '@./x',
] as const;

const NPM: Kind = {
  entries: [
    'npx -y @x/github@*',
    'npx @x/github',
    'npx @x/github@1.2.3',
    'npm exec -- @x/github@*',
    'bunx @x/git*',
    'pnpm dlx @x/github@*',
    'deno run -A npm:@x/github@*',
    'npx --package=@x/github@* server',
    'npx --unheard of @x/github@*',
    'npx',
  ],
  runners: [
    ['npx'],
    ['npx.cmd'],
    ['NPX'],
    ['/usr/bin/npx'],
    ['C:\\node\\npx.cmd'],
    ['npm', 'exec'],
    ['npm', 'x'],
    ['npm', '--prefix', '/x', 'exec'],
    ['bunx'],
    ['bun', 'x'],
    ['pnpm', 'dlx'],
    ['pnpx'],
    ['yarn', 'dlx'],
    ['node', '/usr/lib/node_modules/npm/bin/npx-cli.js'],
    ['corepack', 'pnpm', 'dlx'],
    ['deno', 'run'],
  ],
  names: [
    '@x/github',
    '@X/GitHub',
    'npm:@x/github',
    '@x%2fgithub',
    'alias@npm:@x/github',
    'https://registry.example/@x/github/-/github-1.0.0.tgz',
    './node_modules/@x/github',
  ],
  options: [
    ['-y'],
    ['--yes'],
    ['-yq'],
    ['-q'],
    ['--'],
    ['--registry', 'https://r.example'],
    ['--prefix=/x'],
    ['--unheard-of'],
    ['--unheard-of', 'value'],
    ['-c', 'server'],
  ],
  naming: ['--package=', '-p=', '--from='],
  versions: VERSIONS,
  idle: new Set(['-y', '--yes', '-yq', '-q', '--']),
  isExact: (words) =>
    words.length === 2 && words[0] === 'npx' && /^@x\/github@\d+\.\d+\.\d+(?:-rc\.1)?$/.test(words[1] ?? ''),
};

const PYPI: Kind = {
  entries: [
    'uvx mcp-server-git@*',
    'uvx mcp_server_git==*',
    'uvx --from mcp-server-git serve',
    'pipx run mcp-server-git==*',
    'uv tool run mcp-server-git',
    'uvx mcp-*',
  ],
  runners: [
    ['uvx'],
    ['uvx.exe'],
    ['/home/me/.local/bin/uvx'],
    ['uv', 'tool', 'run'],
    ['uv', '-q', 'tool', 'run'],
    ['pipx', 'run'],
    ['python3', '-m', 'pipx', 'run'],
    ['python', '-m'],
    ['uv', 'run', '--with'],
  ],
  names: ['mcp-server-git', 'mcp_server_git', 'MCP.Server-Git', 'mcp-server-git[cli]'],
  options: [
    ['-q'],
    ['--quiet'],
    ['--index-url', 'https://r.example'],
    ['-p', '3.12'],
    ['--with=other'],
    ['--unheard-of'],
    ['--isolated'],
  ],
  naming: ['--from=', '--spec='],
  versions: ['@1.2', '', '==1.2', '>=1', '==1.*', '@latest', ' @ git+https://e.example/x'],
  idle: new Set(['-q', '--quiet', '--isolated']),
  isExact: (words) =>
    words.length === 2 && words[0] === 'uvx' && /^mcp[-_.]server[-_.]git(?:@|==)[\d.]+\d$/i.test(words[1] ?? ''),
};

const OCI: Kind = {
  entries: [
    'docker run -i --rm mcp/fetch:*',
    'docker run mcp/fetch',
    `podman run docker.io/mcp/fetch@${DIGEST}`,
    'docker run mcp/f*',
  ],
  runners: [
    ['docker', 'run'],
    ['docker', 'container', 'run'],
    ['podman', 'run'],
    ['/usr/bin/docker', 'run'],
    ['docker', '--context', 'x', 'run'],
    ['nerdctl', 'run'],
  ],
  names: ['mcp/fetch', 'docker.io/mcp/fetch', 'index.docker.io/mcp/fetch', 'mirror.example/mcp/fetch'],
  options: [
    ['-i'],
    ['--rm'],
    ['-it'],
    ['-v', '/:/host'],
    ['--entrypoint=sh'],
    ['-e', 'TOKEN'],
    ['--privileged'],
    ['--unheard-of'],
  ],
  naming: [],
  versions: [':1.2.3', '', ':latest', `@${DIGEST}`, `:1@${DIGEST}`],
  idle: new Set(['-i', '--rm', '-it']),
  isExact: (words) => {
    const rest = words.join(' ').replace('docker container run', 'docker run').replaceAll('-e TOKEN ', '');
    return new RegExp(`^docker run mcp/fetch(?::1[.]2[.]3|@${DIGEST}|:1@${DIGEST})$`).test(rest);
  },
};

const WRAPPERS: readonly [readonly string[], ...(readonly string[])[]] = [
  [],
  ['env', 'A=b'],
  ['cmd', '/c'],
  ['timeout', '10'],
  ['nice'],
  ['doppler', 'run', '--'],
  ['sudo', '-u', 'me'],
];
const DECIDING = [
  'HOME',
  'XDG_CONFIG_HOME',
  'npm_config_registry',
  'NODE_OPTIONS',
  'UV_INDEX_URL',
  'PIP_INDEX_URL',
  'DOCKER_HOST',
  'PATH',
];

/** The first of them in two of three, so that what is exact is among what is generated. */
const mostly = <Value>([first, ...rest]: readonly [Value, ...Value[]]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(first, ...rest) });

/** Command lines that run the package of a kind, in some spelling. */
const linesOf = ({ runners, names, versions, options, naming }: Kind): fc.Arbitrary<readonly string[]> =>
  fc
    .record({
      wrapper: mostly(WRAPPERS),
      runner: mostly(runners),
      before: fc.array(fc.constantFrom(...options), { maxLength: 3 }),
      name: mostly(names),
      version: mostly(versions),
      naming: mostly(['', ...naming]),
      behind: fc.array(fc.oneof(fc.constantFrom(...options), fc.constant(['--stdio']), fc.constant(['/data'])), {
        maxLength: 2,
      }),
    })
    .map(({ wrapper, runner, before, name, version, naming: by, behind }) => {
      const spec = runner[0] === 'deno' ? `npm:${name}${version}` : by + name + version; // else it is a script
      return [wrapper, runner, ...before, [spec], ...behind].flat();
    });

const serversOf = (kind: Kind): fc.Arbitrary<Launched> =>
  fc
    .record({
      words: linesOf(kind),
      variable: mostly([null, ...DECIDING, 'TOKEN']),
      cwd: mostly([null, '/proj']),
    })
    .map(({ words: [command = '', ...args], variable, cwd }) => ({
      command,
      args,
      cwd,
      env: variable === null ? {} : { [variable]: '/x' },
    }));

// Threat 8
describe.each([
  ['npm', NPM],
  ['PyPI', PYPI],
  ['OCI', OCI],
])('of a package of %s', (_, kind) => {
  const entries = kind.entries.map((entry) => {
    const { command, args } = lineOf(entry);
    return entryOf(args.length === 0 ? { command } : { command, args });
  });

  it('every spelling is bound by every entry for it', () => {
    fc.assert(
      fc.property(serversOf(kind), fc.constantFrom(...entries), (server, entry) => {
        expect(mayBeAbout(entry, server)).toBe(true);
      }),
      { numRuns: rounds(6000) },
    );
  });

  it('no line is exact but one with the name and a version, and nothing that may load other code', () => {
    let exact = 0;
    const [entry] = entries;
    fc.assert(
      fc.property(serversOf(kind), (server) => {
        if (!entry || !isAbout(entry, server)) return true;
        exact++;
        const words = [server.command, ...server.args].filter((word) => !kind.idle.has(word));
        return kind.isExact(words) && server.cwd === null && Object.keys(server.env).every((name) => name === 'TOKEN');
      }),
      { numRuns: rounds(20_000), seed: 18 },
    );
    expect(exact).toBeGreaterThan(rounds(100));
  });
});

it('words of any kind that are not the package are exact in no order', () => {
  const entry = entryOf(lineOf('npx -y @x/github@*'));
  const word = fc.oneof(
    fc.constantFrom(
      '-y',
      '--',
      'npx',
      '@x/github',
      '@x/github@1.2.3',
      '@x/github@',
      '-p',
      '--package',
      '--call',
      'sh',
      '-c',
      '@1.2.3',
    ),
    fc.tuple(fc.constant('@x/github@'), fc.string({ maxLength: 12 })).map((parts) => parts.join('')),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (args) => {
      if (!isAbout(entry, { command: 'npx', args, env: {} })) return;
      const rest = args.filter((arg) => !/^(?:--|-[yqsd]+)$/.test(arg));
      expect(rest).toEqual([expect.stringMatching(/^@x\/github@\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/)]);
    }),
    { numRuns: rounds(20_000) },
  );
});
