import { describe, expect, it } from 'vitest';
import { isAlsoAbout, mayBeAbout } from '../../src/launches/match-server.js';
import { entryOf, launched, lineOf, merged } from './entries.js';

const GITHUB = '@modelcontextprotocol/server-github';
const base = {
  servers: {
    github: { command: 'npx', args: ['-y', `${GITHUB}@*`], policy: { permissions: { denied_tools: ['delete_*'] } } },
  },
};
const denies = (server: object): boolean =>
  merged(server, base)?.layers.permissions.some(({ rules }) => rules.denied_tools.includes('delete_*')) ?? false;

// Threat 8
describe('the package that a base denies tools of is bound', () => {
  it.each([
    `npx -y ${GITHUB}@2025.4.8`,
    `npx --yes ${GITHUB}@2025.4.8`,
    `npx ${GITHUB}@2025.4.8 -y`,
    `npx -y ${GITHUB}`,
    `npm exec -y ${GITHUB}@2025.4.8`,
    `npm exec --yes=true -- ${GITHUB}`,
    `npx -yq ${GITHUB}@2025.4.8`,
    `npx -y --package=${GITHUB}@2025.4.8 mcp-server-github`,
    `npx -y @ModelContextProtocol/server-github@2025.4.8`,
    `bunx ${GITHUB}`,
    `pnpm --silent dlx ${GITHUB}`,
    `yarn dlx -p ${GITHUB} mcp-server-github`,
    `deno run -A npm:${GITHUB}`,
    `node /usr/lib/node_modules/npm/bin/npx-cli.js ${GITHUB}`,
    `node /usr/lib/node_modules/${GITHUB}/dist/index.js`,
    `/usr/lib/node_modules/${GITHUB}/dist/index.js`,
    `mcp-proxy -- npx ${GITHUB}`,
    `npx evil@npm:${GITHUB}@1.0.0`,
    `npx https://registry.example/${GITHUB}/-/server-github-1.0.0.tgz`,
    `env -S npx\\_-y\\_x`,
    `cmd /c %RUN% x`,
  ])('as %s', (line) => {
    expect(denies(lineOf(line))).toBe(true);
  });

  it.each([
    [['sh', '-c', `npx -y ${GITHUB}@2025.4.8`]],
    [['sh', '-c', 'eval "$RUN"']],
    [['supergateway', '--stdio', `npx -y ${GITHUB}`]],
  ])('in a script: %j', (line) => {
    expect(denies(lineOf(line))).toBe(true);
  });

  it('by a setting of the runner', () => {
    expect(denies({ command: 'npx', args: ['mcp-server-github'], env: { npm_config_package: GITHUB } })).toBe(true);
  });

  it.each([
    'npx -y @modelcontextprotocol/server-github-enterprise',
    'npx -y server-github',
    'npx -y other',
    'uvx other',
    `files ${GITHUB}`,
  ])('and not %s', (line) => {
    expect(denies(lineOf(line))).toBe(false);
  });
});

describe('an entry with the arguments of a package', () => {
  const documents = entryOf(lineOf('npx -y files@* /home/me/Documents'));
  it('binds the package with other arguments as well, which may be the same in other words', () => {
    expect(mayBeAbout(documents, launched('npx -y files@1.0.0 /home/me/./Documents'))).toBe(true);
  });

  it('leaves the package to the entry that names its arguments exactly', () => {
    expect(isAlsoAbout(documents, launched('npx -y files@1.0.0 /srv'))).toBe(false);
    const rules = { permissions: { denied_tools: ['*'] } };
    const both = {
      servers: {
        documents: { command: 'npx', args: ['-y', 'files@*', '/home/me/Documents'], policy: rules },
        srv: { command: 'npx', args: ['-y', 'files@*', '/srv'] },
      },
    };
    const denied = (line: string): boolean =>
      merged(lineOf(line), both)?.layers.permissions.some(({ rules: { denied_tools: tools } }) =>
        tools.includes('*'),
      ) ?? false;
    expect(denied('npx files@1.0.0 /srv')).toBe(false);
    expect(denied('npx files@1.0.0 /home/me/Documents')).toBe(true);
    expect(denied('npx files@1.0.0 /srv/../home/me/Documents')).toBe(true);
  });
});

it('an entry by the whole path of a program binds that program, also from elsewhere', () => {
  const entry = entryOf(lineOf('/opt/bin/files --root /data'));
  expect(mayBeAbout(entry, launched('/opt/bin/files --root /data'))).toBe(true);
  expect(mayBeAbout(entry, launched('/tmp/files --root /data'))).toBe(true);
  expect(mayBeAbout(entry, launched('/opt/bin/other --root /data'))).toBe(false);
});

it('an entry for whatever a runner runs binds other runners of the same packages, and no program', () => {
  const any = entryOf({ command: 'npx' });
  for (const line of ['npx a', 'npm exec a', 'bunx a', 'timeout 9 pnpm dlx a'])
    expect(mayBeAbout(any, launched(line))).toBe(true);
  for (const line of ['node a.js', 'npm run a', 'uvx a']) expect(mayBeAbout(any, launched(line))).toBe(false);
});

it.each(['npx', '@x/githuc', '--a=b'])('a command line of 20,000 times %s is looked through once', (word) => {
  const server = launched(['env', ...Array.from({ length: 20_000 }, () => word)]);
  for (const line of ['npx -y @x/github@*', '* a*b*c*d', 'npx @y/*@*']) {
    expect(mayBeAbout(entryOf(lineOf(line)), server)).toBe(false);
  }
});
