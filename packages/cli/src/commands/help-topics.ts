import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { GuardError, safe } from '@mcp-guard/core';
import { findNearest } from '@mcp-guard/policy';
import { toPlain } from '../output/plain-markdown.js';
import { alignCells } from '../output/table.js';

/** The documents of the package: every page in one of these folders is a topic. */
const DOCUMENTS = new URL('../docs/', import.meta.url);
const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['Tasks', 'tasks/'],
  ['Pages', ''],
  ['Clients', 'clients/'],
]);

interface Topic {
  readonly name: string;
  readonly group: string;
  readonly page: URL;
}

/**
 * The page about a topic, or for `topics` the list of all, as plain text. Throws USAGE with the nearest name for any other.
 * @param commands the names that `help` shows as commands: a page of that name is `docs/NAME`
 */
export function readTopic(named: string, commands: readonly string[]): string {
  const topics = listTopics(commands);
  if (named === 'topics') return listOf(topics);
  const name = named.replace(/\.md$/, '').replace(/^(?:docs\/)?(?:tasks\/|clients\/)/, '');
  const bare = name.replace(/^docs\//, '');
  const topic = topics.find((each) => each.name === name || each.name === `docs/${bare}` || each.name === bare);
  if (topic) return toPlain(readFileSync(topic.page, 'utf8'));
  const nearest = findNearest(bare, [...topics.map((each) => each.name), ...commands]);
  throw new GuardError('USAGE', `there is no command and no topic ${safe(named)}`, {
    hint:
      nearest === undefined
        ? { words: 'all topics:', command: 'mcp-guard help topics' }
        : { words: 'did you mean:', command: `mcp-guard help ${nearest}` },
  });
}

/** The words that may follow `help`, beside commands. */
export const topicNames = (commands: readonly string[]): readonly string[] => [
  ...listTopics(commands).map(({ name }) => name),
  'topics',
];

function listTopics(commands: readonly string[]): readonly Topic[] {
  return [...FOLDERS].flatMap(([group, folder]) => {
    const place = new URL(folder, DOCUMENTS);
    const files = existsSync(place) ? readdirSync(place).filter((file) => file.endsWith('.md')) : [];
    return files.toSorted().map((file) => {
      const name = file.slice(0, -'.md'.length);
      return { name: commands.includes(name) ? `docs/${name}` : name, group, page: new URL(file, place) };
    });
  });
}

const listOf = (topics: readonly Topic[]): string =>
  [...FOLDERS.keys()]
    .map((group) => {
      const rows = topics.filter((each) => each.group === group).map(({ name, page }) => [`  ${name}`, titleOf(page)]);
      return `${group}:\n${alignCells(rows)}\n`;
    })
    .join('\n')
    .concat('\nA page: mcp-guard help TOPIC');

const titleOf = (page: URL): string => toPlain(readFileSync(page, 'utf8').split('\n', 1)[0]?.replace(/^#+ /, '') ?? '');
