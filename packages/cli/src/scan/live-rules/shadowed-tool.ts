import { foldName } from '@mcp-guard/core';
import { showText } from '../../output/show-text.js';
import type { AskedServer } from '../live/ask-servers.js';
import { nameOf, toWhere, type Definition } from '../live/definitions.js';
import type { LiveRule, LiveSubject } from '../live/live-rule.js';

/** Names of tools and what may stand around them: `mcp__files__read_file`. */
const NAME = /[\p{L}\p{N}][\p{L}\p{N}._-]{4,127}/gu;
/** A name of several words; a single one is an ordinary word. */
const SEVERAL_WORDS = /[\p{L}\p{N}][._-][\p{L}\p{N}]|\p{Ll}\p{Lu}/u;

export const shadowedTool: LiveRule = {
  id: 'shadowed-tool',
  severity: 'high',
  title: 'a text of a server that names a tool of another server, and so can change how a model uses it',
  check: (subject) => {
    const own = new Set(subject.asked.answer.tools.map((tool) => foldName(nameOf(tool))));
    return subject.definitions.flatMap((definition) => {
      const found = findForeign(definition, own, subject);
      if (!found) return [];
      const why = `${definition.title} mentions ${showText(found.name)}, a tool of ${showText(found.other.server.name)}, in ${found.where}`;
      return [{ why, fix: 'read its description there, and remove the server that you do not trust' }];
    });
  },
};

function findForeign(
  { texts }: Definition,
  own: ReadonlySet<string>,
  { asked, tools }: LiveSubject,
): { readonly name: string; readonly other: AskedServer; readonly where: string } | undefined {
  for (const each of texts) {
    for (const name of namesIn(each.text)) {
      const [other] = own.has(foldName(name)) ? [] : tools.byOthers(name, asked);
      if (other) return { name, other, where: toWhere(each) };
    }
  }
  return undefined;
}

function* namesIn(text: string): Generator<string> {
  for (const [match] of text.matchAll(NAME)) {
    const word = match.replace(/[._-]$/, ''); // the end of a sentence
    for (const name of new Set([word, word.split('__').at(-1) ?? ''])) if (SEVERAL_WORDS.test(name)) yield name;
  }
}
