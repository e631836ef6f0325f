import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { parseBase, parseFile, type Loaded, mergeBase, findWarnings } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { explainCall } from '../src/explain/explain.js';
import { lineOf } from '../../policy/test/launches/entries.js';

/** What docs/policy.md shows people to begin with. */
const page = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8');
const bases = [...page.matchAll(/```yaml\n([^`]*)```/g)]
  .map(([, text = '']) => text)
  .filter((text) => text.includes('mcp-guard.base.schema.json'));

function load(server: object): Loaded {
  const { file } = parseFile(JSON.stringify({ servers: { mine: server } }), 'f.yaml', new Map());
  const base = parseBase(bases[0] ?? '', 'b.yaml').file;
  return {
    config: mergeBase(file, base),
    file,
    bases: [{ prefix: 'base:', name: 'b.yaml', file: base }],
    isUpdated: false,
    placeOf: () => undefined,
    locate: (rule) => rule,
    text: '',
    hash: '',
    empty: undefined,
    secrets: [],
    files: new Map(),
    launches: new Map(),
    exposed: [],
  };
}

const explain = (loaded: Loaded, tool: string) =>
  explainCall(loaded, { server: 'mine', tool, args: '{}', cwd: '/', user: 'anna', roles: [], fingerprints: undefined });

const GITHUB = '@modelcontextprotocol/server-github';
const FILES = '@modelcontextprotocol/server-filesystem';

// Threat 8
describe('the base that docs/policy.md shows', () => {
  it('is valid, and causes no other warning', () => {
    expect(bases).toHaveLength(1);
    const { warnings, notes } = findWarnings(load(lineOf(`npx -y ${GITHUB}@2025.4.8`)));
    expect(warnings).toEqual([]);
    expect(notes).toContain(
      `mine: starts in ${homedir()}, not in the client’s folder, since the base names its package`,
    );
  });

  it.each([`npx -y ${GITHUB}@2025.4.8`, `npx ${GITHUB}@2025.4.8`, `npx -yq ${GITHUB}@2025.4.8`])(
    'allows %s, which deletes nothing',
    (line) => {
      const loaded = load(lineOf(line));
      expect(explain(loaded, 'get_issue').outcome).toBe('allow');
      expect(explain(loaded, 'delete_repository').outcome).toBe('block');
    },
  );

  it.each([`npx -y ${FILES}@2026.8.31 /home/me/Documents`])('allows %s', (line) => {
    expect(explain(load(lineOf(line)), 'read_file').outcome).toBe('allow');
  });

  it.each<[object, string]>([
    [lineOf('node /home/me/probe.js'), 'it is none of those that the base names'],
    [lineOf(`npx -y ${GITHUB}@file:/home/me/evil-pkg`), 'what it names is no version of its package (github)'],
    [{ ...lineOf(`npx -y ${GITHUB}@1.0.0`), cwd: '/home/me/proj' }, 'it says its working folder (cwd) (github)'],
    [
      { ...lineOf(`npx -y ${GITHUB}@1.0.0`), env: { HOME: '/home/me/evil' } },
      'its variable HOME may decide what runs (github)',
    ],
    [lineOf(`npx -y ${GITHUB}`), 'it names no version of its package (github)'],
    [lineOf(`npm exec -y ${GITHUB}@2025.4.8`), 'it is started by another program (github)'],
    [lineOf(`npx ${GITHUB}@2025.4.8 -y`), 'its arguments are others (github)'],
    [lineOf(`npx -y --package=${GITHUB}@2025.4.8 mcp-server-github`), 'it runs another package (github)'],
    [lineOf(`npx -y @ModelContextProtocol/server-github@2025.4.8`), 'it runs another package (github)'],
    [lineOf(`npx -y ${FILES}@2026.8.31 /`), 'its arguments are others (files)'],
    [lineOf(`npx -y ${FILES}@2026.8.31 /home/me/../../Documents`), 'its arguments are others (files)'],
    [{ command: 'sh', args: ['-c', `npx -y ${GITHUB}@2025.4.8; evil`] }, 'it is a script of a shell (github)'],
  ])('refuses %j, and explain, validate and the daemon report why', (server, why) => {
    const loaded = load(server);
    const said = `the base of the configuration does not allow the server mine: ${why}`;
    const { outcome, rules } = explain(loaded, 'get_issue');
    expect([outcome, rules[0]]).toEqual(['block', { rule: 'base:allow_other_servers', verdict: 'refuses', why: said }]);
    expect(loaded.config.servers['mine']).toMatchObject({ forbidden: 'base:allow_other_servers', difference: why });
    expect(findWarnings(loaded).warnings.join('\n')).toContain(said);
  });
});
