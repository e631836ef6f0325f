import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseBase, parseConfig } from '@mcp-guard/policy';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { loadCommands } from '../src/commands/registry.js';
import { createTools } from '../src/commands/create-tools.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DOCUMENTS = [
  'README.md',
  '.github/SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsIn = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```$/gmu, '').matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    anchorOf(heading),
  );

/** Links that lead nowhere, within the repository. */
function deadLinks(document: string, text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/gu)].flatMap(([, link = '']) => {
    if (link.includes('://')) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? join(ROOT, document) : join(ROOT, dirname(document), path);
    if (!existsSync(target)) return [link];
    if (anchor === undefined || !target.endsWith('.md')) return [];
    return anchorsIn(readFileSync(target, 'utf8')).includes(anchor) ? [] : [link];
  });
}

const nothing = (): void => undefined;
const program = new Command('mcp-guard').version('1');
for (const register of await loadCommands()) {
  const out = { print: nothing, note: nothing, setExit: nothing };
  register(program, createTools({ version: '', env: {}, cwd: '/', daemonProgram: '', guardProgram: '', ...out }));
}

/** Command lines in code: each `mcp-guard …` of a shell block, and inline code that begins with it. */
function commandLines(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^ *```(?:sh|console)\n([\s\S]*?)^ *```$/gmu)].flatMap(([, code = '']) =>
    code.split('\n'),
  );
  const inline = [...text.replaceAll(/^```[\s\S]*?^```$/gmu, '').matchAll(/`(mcp-guard [^`]+)`/gu)].map(
    ([, code = '']) => code,
  );
  return [...blocks, ...inline]
    .map((line) => line.replace(/ +#.*$/u, '').trim())
    .filter((line) => line.startsWith('mcp-guard '));
}

/** As `help` takes it: a command, a page, or the list of both. */
const isTopic = (name: string): boolean =>
  ['', 'TOPIC', 'topics', '--all', ...program.commands.map((each) => each.name())].includes(name) ||
  DOCUMENTS.some((each) => each.endsWith(`/${name}.md`));

/** What of a command line no command knows; nothing if it could be run. */
function unknownIn(line: string): string | undefined {
  let command = program;
  const [, first, topic = ''] = line.split(/[ ,|]+/u);
  if (first === 'help') return isTopic(topic) ? undefined : `${line}: ${topic}`;
  for (const word of line.split(/[ ,|]+/u).slice(1)) {
    if (['>', '>>', '||', '&&'].includes(word)) return undefined;
    const plain = word.replaceAll(/[[\]'"()]/gu, '');
    if (plain.startsWith('-')) {
      if (plain === '--help' || plain === '--') continue;
      const known = [...command.options, ...program.options];
      if (!known.some(({ short, long }) => plain === short || plain === long)) return `${line}: ${plain}`;
    } else {
      const inner = command.commands.find((each) => each.name() === plain);
      if (inner) command = inner;
      else if (command === program) return `${line}: ${plain}`;
    }
  }
  return undefined;
}

/** The place of a part of a configuration that a document shows alone. */
const PLACES: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['policy', ['servers:\n  a:\n    command: x\n', 4]],
  ['arguments', ['servers:\n  a:\n    command: x\n    policy:\n      permissions:\n', 8]],
]);
/** Files of other programs. */
const FOREIGN = /^(?:on|scrape_configs):/mu;

/** Throws if a configuration that a document shows cannot be loaded. */
function load(yaml: string): void {
  const text = yaml.replaceAll(/[0-9a-f]+…/gu, 'a'.repeat(64)); // a hash that is cut
  const names = Array.from(text.matchAll(/\$\{([A-Z_]+)\}/gu), ([, name = '']) => [name, 'x'] as const);
  if (text.includes('base.schema.json')) return void parseBase(text, 'base.yaml');
  const usual = [text.includes('servers:') ? '' : 'servers: {}\n', 0] as const;
  const [place, indent] = PLACES.get(/^\w+/u.exec(text)?.[0] ?? '') ?? usual;
  parseConfig(place + text.replaceAll(/^(?=.)/gmu, ' '.repeat(indent)), 'snippet.yaml', new Map(names));
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');

  it('links only to what is there', () => expect(deadLinks(document, text)).toEqual([]));

  it('shows configurations that load', () => {
    const shown = Array.from(text.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu), ([, yaml = '']) => yaml);
    for (const yaml of shown.filter((each) => !FOREIGN.test(each))) expect(() => load(yaml)).not.toThrow();
  });

  it('names only commands and options that exist', () => {
    expect(commandLines(text).flatMap((line) => unknownIn(line) ?? [])).toEqual([]);
  });
});

it('README and docs have at most 16,000 words beside tables, the reference of keys and the changelog', () => {
  const counted = DOCUMENTS.filter((name) => !/^\.github\/|\/(?:changelog|keys)\.md$/u.test(name));
  const wordsIn = (name: string): number =>
    readFileSync(join(ROOT, name), 'utf8')
      .replaceAll(/^ *\|.*$/gmu, '')
      .match(/\S+/gu)?.length ?? 0;
  expect(counted.reduce((sum, name) => sum + wordsIn(name), 0)).toBeLessThanOrEqual(16_000);
});

it('the check finds a dead link, an unknown command, topic and option', () => {
  expect(deadLinks('docs/a.md', '[a](faq.md#windows) [b](faq.md#linux) [c](nothing.md) [d](#e)\n## E')).toEqual([
    'faq.md#linux',
    'nothing.md',
    '#e',
  ]);
  const lines = commandLines(
    '`mcp-guard help polici``mcp-guard stats`\n```sh\nmcp-guard logs --sinse 1h # x\nmcp-guard logs -f\n```\n',
  );
  expect(lines.flatMap((line) => unknownIn(line) ?? [])).toEqual([
    'mcp-guard logs --sinse 1h: --sinse',
    'mcp-guard help polici: polici',
    'mcp-guard stats: stats',
  ]);
});
