import { globSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../../node_modules/.pnpm/', import.meta.url));
const DOCUMENTS = '/usr/share/doc/';

/** Of one kind of file: where such files are on this machine. */
interface Place {
  readonly folder: string;
  readonly pattern: string;
}

const inPackages = (pattern: string): Place => ({ folder: PACKAGES, pattern: `*/node_modules/${pattern}` });
const inDocuments = (pattern: string): Place => ({ folder: DOCUMENTS, pattern });

/** Kinds of files that tools read: of installed packages, of their documentation, and logs. */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  code: [inPackages('*/{lib,src}/*.{js,ts}')],
  minified: [inPackages('**/*.min.js'), inPackages('**/*.min.mjs')],
  prose: [inDocuments('*/{copyright,README*,changelog,NEWS}'), inPackages('*/LICENSE')],
  Markdown: [inPackages('{*,@*/*}/*.md')],
  HTML: [inDocuments('**/*.html')],
  JSON: [inPackages('{*,@*/*}/package.json'), inPackages('{*,@*/*}/*.json')],
  YAML: [
    inPackages('**/*.{yml,yaml}'),
    { folder: fileURLToPath(new URL('../../../', import.meta.url)), pattern: '*.yaml' },
  ],
  CSV: [
    inPackages('**/*.{csv,tsv}'),
    { folder: '/usr/share/', pattern: '{misc,zoneinfo,python3,distro-info}/**/*.{csv,tab}' },
  ],
  logs: [{ folder: '/var/log/', pattern: '{*.log,*/*.log}' }],
};

/** One file has no more, in characters. */
const MAX_FILE = 60_000;
/** A line of base64 in mail and in keys. */
const BASE64_LINE = 76;

/** Real texts of this machine by their kind, each of so many characters at most; kinds that it has no files of are left out. */
export function readRealTexts(length: number): ReadonlyMap<string, string> {
  const texts = new Map(Object.entries(PLACES).map(([kind, places]) => [kind, readKind(places, length)]));
  texts.set('base64', toLines(readKind(PLACES['code'] ?? [], length)).slice(0, length));
  return new Map([...texts].filter(([, text]) => text.length > 0));
}

function readKind(places: readonly Place[], length: number): string {
  let text = '';
  for (const { folder, pattern } of places)
    for (const file of globSync(pattern, { cwd: folder }).toSorted()) {
      if (text.length >= length) return text.slice(0, length);
      text += readText(join(folder, file));
    }
  return text.slice(0, length);
}

function readText(path: string): string {
  try {
    if (!statSync(path).isFile() || extname(path) === '.gz') return '';
    const text = readFileSync(path, 'utf8').slice(0, MAX_FILE);
    return text.includes('\0') ? '' : text;
  } catch {
    return ''; // it is for another user, or a link that leads nowhere
  }
}

const toLines = (text: string): string =>
  Buffer.from(text)
    .toString('base64')
    .replaceAll(new RegExp(`.{${BASE64_LINE}}`, 'g'), '$&\n');
