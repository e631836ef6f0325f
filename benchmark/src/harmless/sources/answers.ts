import { relative } from 'node:path';
import type { Json } from '@mcp-guard/detectors';
import { cutEndless } from '../cut.js';
import { call, outputsOf } from '../commands.js';
import { listFiles, nameMatches, readTextFile } from '../files.js';
import { inHome, MODULES, ROOT } from '../folders.js';
import { fork } from '../made/draw.js';
import { readRows } from '../made/dump.js';
import { TABLES, type Table } from '../made/records.js';
import { createText, KINDS } from '../../scan/typical-text.js';
import type { Random } from '../../security/harness/random.js';
import { toText, type HarmlessText, type Source } from '../text.js';
import type { Workshop } from '../workshop.js';

/** Results of `tools/call`: records, listings, search hits and diffs in a text block. */
export const answers: Source = {
  name: 'answers',
  seeded: (random) => [
    ...TABLES.map((table) => records(table, fork(random))),
    ...Object.keys(KINDS).map((kind) => prose(kind, fork(random))),
  ],
  collected: (workshop) => [
    searchHits(workshop),
    listings(workshop),
    asResults(
      outputsOf(workshop, [
        call('git log --format=%h --stat -U1 -p -- packages/core/src packages/store/src benchmark/README.md', ROOT),
      ]),
    ),
    ...inHome('.pyenv').map((folder) => asResults(outputsOf(workshop, [call('git log -U1 --word-diff -p', folder)]))),
  ],
};

const toResult = (text: string): Json => ({
  jsonrpc: '2.0',
  id: 7,
  result: { content: [{ type: 'text', text }], isError: false },
});

async function* asResults(texts: AsyncIterable<HarmlessText>): AsyncGenerator<HarmlessText> {
  for await (const { place, value } of texts) yield toText(place, typeof value === 'string' ? toResult(value) : value);
}

/** A tool that answers with JSON in a text, and with the same as structured content. */
async function* records(table: Table, random: Random): AsyncGenerator<HarmlessText> {
  for (let number = 1; ; number++) {
    const items = readRows(table, random).slice(0, random.between(3, 150));
    const text = JSON.stringify({ items, total: items.length }, null, random.pick([0, 2]));
    const structured = random.below(2) === 0 ? {} : { structuredContent: { items } };
    yield toText(`records of ${table.name} #${number}`, {
      jsonrpc: '2.0',
      id: number,
      result: { content: [{ type: 'text', text }], ...structured },
    });
  }
}

async function* prose(kind: string, random: Random): AsyncGenerator<HarmlessText> {
  const write = KINDS[kind];
  if (!write) return;
  let number = 0;
  for await (const text of cutEndless((each) => createText(write, each, 2000), random))
    yield toText(`${kind} #${++number}`, toResult(text));
}

const isSearched = nameMatches(/\.(?:[cm]?[jt]s|py|rs|md|json)$/);
const SEARCHED = ['password', 'token', 'secret', 'key', 'import', 'return', 'error', 'version', 'auth', 'http'];
const MAX_HITS = 300;

/** As `grep -n` prints them, from sources that are here. */
async function* searchHits(workshop: Workshop): AsyncGenerator<HarmlessText> {
  const random = workshop.random('search');
  const roots = [MODULES, ...inHome('.pyenv/versions/3.12*/lib')];
  let hits: string[] = [];
  let number = 0;
  let wanted = random.pick(SEARCHED);
  for (const path of await listFiles(workshop, roots, isSearched)) {
    const lines = (await readTextFile(path))?.split('\n') ?? [];
    lines.forEach((line, index) => {
      if (hits.length < MAX_HITS && line.length < 500 && line.includes(wanted))
        hits.push(`${relative(ROOT, path)}:${index + 1}:${line}\n`);
    });
    if (hits.length < MAX_HITS) continue;
    yield toText(`search for ${wanted} #${++number}`, toResult(hits.slice(0, random.between(5, MAX_HITS)).join('')));
    hits = [];
    wanted = random.pick(SEARCHED);
  }
}

async function* listings(workshop: Workshop): AsyncGenerator<HarmlessText> {
  const folders = [ROOT, '/usr/share', '/usr/lib', '/etc'];
  yield* asResults(
    outputsOf(
      workshop,
      folders.flatMap((folder) => [
        call('ls -lAR --time-style=long-iso', folder),
        call('find . -maxdepth 6 -type f -size -40k', folder),
      ]),
    ),
  );
}
