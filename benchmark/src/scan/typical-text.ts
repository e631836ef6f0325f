import { HEX, type Random } from '../security/harness/random.js';

/*
 * Text as it goes through tools all day: source code, prose, JSON and logs. No line is like the
 * one before it, and there is what a search has to look at twice: hashes, UUIDs, times, versions,
 * paths, numbers of all lengths, and a mail address now and then.
 */

/** One piece of text, a line or a few. */
type Write = (random: Random) => string;

const SHORT = 'the of and to in is that it for as was with on be by at from or are an'.split(' ');
const WORDS = `have which all one had their more
  when there can who will would been other some what time could them about than into its only first over also after
  two many before under these most such where through between during without against request answer server client
  message tool file folder table column value number result error warning test build release version branch commit
  review deploy service account customer invoice order payment address report summary meeting project schedule team
  network database query index cache queue worker thread limit policy record entry section chapter question option
  default example change update create remove return write read open close start stop`.split(/\s+/);
const VERBS = ['get', 'set', 'read', 'write', 'find', 'to', 'is', 'has', 'create', 'parse', 'open', 'close', 'update'];
const TYPES = ['string', 'number', 'boolean', 'unknown', 'Buffer', 'Date', 'readonly string[]', 'Promise<void>'];
const LEVELS = ['INFO', 'DEBUG', 'WARN', 'ERROR', 'TRACE'];
const FOLDERS = ['src', 'lib', 'test', 'docs', 'packages', 'scripts', 'public', 'config'];
const EXTENSIONS = ['ts', 'js', 'py', 'go', 'md', 'json', 'css', 'rs', 'yaml'];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const name: Write = (random) => random.pick(VERBS) + capital(random.pick(WORDS)) + capital(random.pick(WORDS));
/** Every third one is short, as in any prose. */
const words = (random: Random, count: number): string =>
  Array.from({ length: count }, (_, index) => random.pick(index % 3 === 1 ? SHORT : WORDS)).join(' ');
const two = (number: number): string => String(number).padStart(2, '0');

export const path: Write = (random) =>
  `${random.pick(FOLDERS)}/${random.pick(WORDS)}/${random.pick(WORDS)}-${random.pick(WORDS)}.${random.pick(EXTENSIONS)}`;
export const uuid: Write = (random) =>
  `${random.text(8, HEX)}-${random.text(4, HEX)}-4${random.text(3, HEX)}-a${random.text(3, HEX)}-${random.text(12, HEX)}`;
export const time: Write = (random) =>
  `2026-${two(1 + random.below(12))}-${two(1 + random.below(28))}T${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}.${100 + random.below(900)}Z`;
const version: Write = (random) => `${random.below(20)}.${random.below(40)}.${random.below(100)}`;

const sentence: Write = (random) => {
  const text = capital(words(random, 6 + random.below(14)));
  const ends = ['. ', '. ', ', which is why it took longer. ', ' (see the notes). ', ': about 3.5 % of them.\n\n'];
  return random.below(60) === 0 ? `${text}, write to ${random.pick(WORDS)}@example.com. ` : text + random.pick(ends);
};

const codeLine: Write = (random) => {
  const [one, other] = [name(random), name(random)];
  return [
    `import { ${one}, ${other} } from './${random.pick(WORDS)}-${random.pick(WORDS)}.js';\n`,
    `export function ${one}(${random.pick(WORDS)}: ${random.pick(TYPES)}): ${random.pick(TYPES)} {\n`,
    `  const ${random.pick(WORDS)} = await this.${one}(${other}, { ${random.pick(WORDS)}: ${random.below(5000)} });\n`,
    `  if (${random.pick(WORDS)}.length > ${random.below(100)} && !${one}(${random.pick(WORDS)})) return ${other};\n`,
    `  // ${capital(words(random, 9))}.\n`,
    `  throw new Error(\`${words(random, 4)}: \${${one}.${random.pick(WORDS)}}\`);\n`,
    `  expect(${one}('${words(random, 2)}')).toEqual(['${random.pick(WORDS)}', 0x${random.text(4, HEX)}]);\n`,
    `}\n\n`,
  ][random.below(8)]!;
};

const jsonRecord: Write = (random) =>
  `${JSON.stringify({
    id: uuid(random),
    [random.pick(WORDS)]: words(random, 3),
    order: 10_000_000 + random.below(89_999_999),
    updatedAt: time(random),
    createdMs: 1_760_000_000_000 + random.below(30_000_000_000),
    tags: [random.pick(WORDS), random.pick(WORDS)],
    position: { lat: 40 + random.below(100_000) / 1e5, lon: random.below(100_000) / 1e5 },
    integrity: `sha1-${random.text(40, HEX)}`,
    [`${random.pick(WORDS)}_${random.pick(WORDS)}`]: random.below(2) === 0,
    version: version(random),
    file: path(random),
  })}\n`;

const logLine: Write = (random) => {
  const head = `${time(random)} ${random.pick(LEVELS)} [${random.pick(WORDS)}-${random.below(16)}] `;
  return (
    head +
    [
      `GET /api/v2/${random.pick(WORDS)}/${random.below(1e6)}?page=${random.below(90)} 200 ${random.below(900)}ms ${random.below(1e6)}B\n`,
      `${words(random, 6)} request_id=${uuid(random)} attempt=${random.below(5)}\n`,
      `${name(random)} at /app/${path(random)}:${random.below(900)}:${random.below(80)}\n`,
      `pulled ${random.pick(WORDS)}@${version(random)} digest sha256:${random.text(64, HEX)}\n`,
      `10.${random.below(256)}.${random.below(256)}.${random.below(256)} ${words(random, 4)} took ${random.below(9999)} of ${random.below(99_999)} us\n`,
    ][random.below(5)]!
  );
};

/** Kinds of text, by their names. */
export const KINDS: Readonly<Record<string, Write>> = {
  code: codeLine,
  prose: sentence,
  JSON: jsonRecord,
  logs: logLine,
};

/** @param length in characters, exactly */
export function createText(write: Write, random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += write(random);
  return text.slice(0, length);
}

/** All kinds in turns, a few hundred characters of each. */
export function createMixedText(random: Random, length: number): string {
  const kinds = Object.values(KINDS);
  let text = '';
  while (text.length < length) {
    const write = kinds[random.below(kinds.length)] ?? sentence;
    text += createText(write, random, 100 + random.below(800));
  }
  return text.slice(0, length);
}
