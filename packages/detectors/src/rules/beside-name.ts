import type { Rule, Site } from '../detector.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { isPublicKey } from '../validators/public-keys.js';
import { isEncodedWords, isNoWord, isVaried, looksRandom } from '../validators/randomness.js';
import { isReference } from '../validators/references.js';
import { labelled } from './labelled.js';
import { gapBefore, gapBehind, type Way } from './name-gaps.js';
import { toWords } from './words.js';

/*
 * Secrets that no word but the name of their product labels: `mapquest: …`, `Plivo("…")`, `… // Plivo`. What a product
 * calls its ids, sessions and commits is nowhere said, so that a value has to be certain, and digests of its length
 * have to be assigned to the name itself.
 */

/** How sure a value is that a name and its form give away. */
const NAMED = 0.85;

/**
 * @param names lower case, and of nothing but the product
 * @param value its whole form
 */
export function besideName(names: readonly string[], value: RegExp): Rule {
  let whole: RegExp | undefined;
  const isOne = (text: string): boolean => (whole ??= new RegExp(`^(?:${value.source})$`, value.flags)).test(text);
  const keys = new Set(names.map((name) => name.replace(/[\W_]/g, '')));
  return {
    anchors: names,
    keyWords: [...keys],
    verify(site) {
      if (site.start === 0 && site.end === site.text.length) {
        const isNamed = keys.has(site.key.replaceAll(' ', ''));
        const found = isNamed && isOne(site.text) && isSecret(site.text) && !DIGEST.test(site.text);
        return found ? { start: 0, end: site.end, confidence: NAMED } : undefined;
      }
      return readBehind(site, isOne) ?? readBefore(site, isOne);
    },
  };
}

/** A name of a product with a word for a secret, or alone. */
export const named = (names: readonly string[], value: RegExp): readonly Rule[] => [
  labelled(names, value),
  besideName(names, value),
];

type Hit = ReturnType<Rule['verify']>;

function readBehind({ text, start, end }: Site, isOne: (text: string) => boolean): Hit {
  const gap = gapBehind(text, start, end);
  if (!gap) return undefined;
  const from = end + gap.length;
  TOKEN.lastIndex = from;
  const run = TOKEN.exec(text)?.[0] ?? '';
  const token = run.replace(/[.:|!]$/, '');
  if (run === '' || /[\w@$%]/.test(text.charAt(from + run.length)) || !isOne(token) || !isSecret(token))
    return undefined;
  return isAllowed(text, from, token, gap.way)
    ? { start: from, end: from + token.length, confidence: NAMED }
    : undefined;
}

function readBefore({ text, start, end }: Site, isOne: (text: string) => boolean): Hit {
  const gap = gapBefore(text, start, end);
  if (!gap) return undefined;
  const until = start - gap.length;
  const token = LAST_TOKEN.exec(text.slice(Math.max(0, until - MAX_TOKEN), until))?.[0];
  if (token === undefined || !isOne(token) || !isSecret(token)) return undefined;
  // As `rev: … # plivo` has it, and lists of things by their ids.
  if (gap.way === 'listed' && (UUID.test(token) || COMMIT.test(token))) return undefined;
  const from = until - token.length;
  return isAllowed(text, from, token, gap.way) ? { start: from, end: until, confidence: NAMED } : undefined;
}

const MAX_TOKEN = 260;
const TOKEN = /[\w.~+/=:!|-]{14,260}/y;
const LAST_TOKEN = /(?<![\w.~+/=@$%:!|-])[\w.~+/=:!|-]{14,260}$/;

const COMMIT = /^[\da-f]{40}$/i;

const MIN_LENGTH = 16;
/** As certain as what no label stands before. */
const CERTAIN = 6;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const HASH = /^(?:sha\d|md5|h1[:-]|[a-z]{2,5}:\/\/)/i;

const isSecret = (value: string): boolean =>
  value.length >= MIN_LENGTH &&
  isVaried(value, 2.8) &&
  isNoWord(value) &&
  (UUID.test(value) || looksRandom(value, CERTAIN) || value.split(/[^A-Za-z\d]+/, 16).some(isCertainPart)) &&
  !HASH.test(value) &&
  !isReference(value) &&
  !isPlaceholder(value) &&
  !isPublicKey(value) &&
  !isEncodedWords(value);

const isCertainPart = (part: string): boolean => part.length >= 10 && looksRandom(part, CERTAIN);

/** The lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512. */
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128})$/i;
/** A line with these words is about digests, ids or records that show who owns a domain. */
const OF_DIGESTS =
  /(?<![a-z])(?:sha|md5|integrity|hash|commit|rev(?:ision)?|checksum|etag|version|digest|tree|blob|tag|image|build|trace|span|event|session|ids?)(?![a-z])/;
const OF_RECORDS = /(?<![a-z])(?:txt|verification|verify|v spf1|fingerprint|public)(?![a-z])/;

/** A value may stand where it does: by the way from its name, and by what its line says. */
function isAllowed(text: string, start: number, value: string, way: Way): boolean {
  const isDigest = DIGEST.test(value);
  if (way === 'near' && (isDigest || UUID.test(value))) return false;
  const end = start + value.length;
  // The other arguments of a call say nothing about the value.
  const behind = way === 'called' ? '' : lineBehind(text, end);
  const line = `${toWords(lineBefore(text, start))} / ${toWords(behind)}`;
  if (OF_RECORDS.test(line)) return false;
  return !isDigest || !(OF_DIGESTS.test(line) || (way !== 'called' && isAmongDigests(text, start, end)));
}

const MAX_LINE = 120;
const lineBefore = (text: string, at: number): string => {
  const before = text.slice(Math.max(0, at - MAX_LINE), at);
  return before.slice(before.lastIndexOf('\n') + 1);
};
const lineBehind = (text: string, end: number): string => /^[^\r\n]{0,60}/.exec(text.slice(end, end + 60))?.[0] ?? '';

/** A list of names and digests, as lock files have it. */
function isAmongDigests(text: string, start: number, end: number): boolean {
  const around = `${text.slice(Math.max(0, start - NEAR), start)} ${text.slice(end, end + NEAR)}`;
  const length = end - start;
  return (around.match(HEX_RUN) ?? []).some((run) => run.length === length);
}
const NEAR = 200;
const HEX_RUN = /(?<![A-Za-z\d])[\da-f]{32,128}(?![A-Za-z\d])/gi;
