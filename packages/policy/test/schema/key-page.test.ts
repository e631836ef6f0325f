import { expect, it } from 'vitest';
import { toBaseJsonSchema, toJsonSchema } from '../../src/schema/json-schema.js';
import { toPage, toParts } from './key-page.js';

const HEAD = `# Keys

Every key of \`mcp-guard.yaml\`, with its values and its default. [Policy](policy.md) explains the rules, and [the example](../mcp-guard.example.yaml) shows each key in use. \`mcp-guard validate\` checks a file.

\`NAME\` is a name that you choose, \`[]\` each entry of a list. \`\${NAME}\` and \`\${NAME:-default}\` work in every value.

<!-- written by \`pnpm exec vitest run key-page -u\` from the descriptions in packages/policy/src -->
`;

const ofFile = toParts(toJsonSchema(), 'The file', 'the keys at the top');
const isOfFile = (key: string): boolean => ofFile[0]?.rows.some(([own]) => own === key) ?? false;
/** A base has the sections of a file, and servers that it finds by what they run. */
const ofBase = toParts(toBaseJsonSchema(), 'A base', 'the keys that only a base has; its sections are those of a file')
  .filter(({ place }) => place === 'A base' || place === 'servers.NAME')
  .map(({ place, meaning, rows }) =>
    place === 'A base'
      ? { place, meaning, rows: rows.filter(([key]) => key === '`servers`' || !isOfFile(key)) }
      : { place: 'servers.NAME of a base', meaning, rows },
  );

it('docs/keys.md has every key of the schema; write it with `pnpm exec vitest run key-page -u`', async () => {
  await expect(`${HEAD}\n${toPage([...ofFile, ...ofBase])}`).toMatchFileSnapshot('../../../../docs/keys.md');
});

it('every key has a meaning', () => {
  const rows = [...ofFile, ...ofBase].flatMap((part) => part.rows.map((row) => [part.place, ...row]));
  expect(rows.filter((row) => row.at(-1) === '')).toEqual([]);
});
