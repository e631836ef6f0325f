import type { Hit, Site, Rule } from '../detector.js';
import { isNoWord, isVaried } from '../validators/randomness.js';
import { BEHIND_COLON, BEHIND_EQUALS } from './gaps.js';
import { HARMLESS_KEY } from './key-names.js';
import { toWords } from './words.js';

/*
 * Values that only the name of a vendor distinguishes from other texts of the same shape:
 * `codecov_token = "…"`, in an env file, code, JSON, YAML, XML or prose.
 */

/** A name that is no `token`, `key` or the like labels an id, a hash or a version. */
export const SECRET_WORD: RegExp = /api|auth|cred|key|login|pass|(?<![a-z])pat(?![a-z])|pwd|secret|token/i;
const NAMES = ['key', 'login', 'pass', 'pat', 'pwd', 'secret', 'token', 'value']
  .flatMap((name) => [name, name.toUpperCase(), name[0]?.toUpperCase() + name.slice(1)])
  .join('|');

// The rest of the identifier, and words: `codecovToken`, `CODECOV_TOKEN string`, `Codecov upload token is`.
// The length of the identifier is asked first, lest it is tried at each of its characters.
const WORDS = String.raw`(?![\w.-]{41})[\w.-]{0,40}(?![\w.-])(?: [A-Za-z]{1,12}(?![A-Za-z])){0,4}`;
const QUOTES = '["\'`\\\\*]{0,4}';
// One name more: `codecov:⏎ token: …`, `name: CODECOV_TOKEN⏎ value: …`, `codecov({ token: …`.
const NAME = String.raw`(?![ \t]{0,8}=[ \t]{0,8}[\r\n])\W{1,30}[\w.-]{0,24}?(?:${NAMES})[\w.-]{0,12}(?![\w.-])`;
// `=`, `:`, `:=`, `?=`, `.=`, `=>`, `->`, `,` of an argument, `>` of XML, `|` of a table, `is`, or a space behind a name that says
// enough: `--codecov-token …`.
const ASSIGNS = String.raw`${QUOTES}\]?(?:\s{0,8}(?:(?:[:?.|+]{0,3}=>?|->|\|)\*{0,2}${BEHIND_EQUALS}|:{1,3}\*{0,2}${BEHIND_COLON}|[,>(]\s{0,24})|(?<=is|auth|${NAMES})[ \t]{1,24})[("'\`\\<\[*]{0,4}`;
const END = '(?![A-Za-z0-9_+/=-])';

/**
 * A value behind the name of its vendor and an assignment, or under a JSON key with that name.
 * @param words the names, lower case; better with 4 letters or more, since every occurrence is looked at
 * @param value what the value is, bounded; with the flag `i` or none
 * @param confidence of a hit
 * @param accept whether a value is one, from it and from what stands between the name's begin and it, or the key
 */
export function labelled(
  words: readonly string[],
  value: RegExp,
  confidence = 0.85,
  accept: (value: string, label: string) => boolean = () => true,
): Rule {
  // Hundreds of them take a while to make, and few are asked for.
  let inText: RegExp | undefined;
  let underKey: RegExp | undefined;
  const flags = `${value.flags}y`;
  return {
    anchors: words,
    keyWords: [...new Set(words.map((word) => word.replace(/[\W_]/g, '')))],
    verify(site) {
      // The place of a key is the whole text, which no word alone can be.
      const isUnderKey = site.start === 0 && site.end === site.text.length;
      if (isUnderKey) {
        underKey ??= new RegExp(`\\s{0,9}(${value.source})${END}`, flags);
        return find(underKey, site, 0, confidence, accept);
      }
      inText ??= new RegExp(`${WORDS}(?:${NAME})?${ASSIGNS}(${value.source})${END}`, flags);
      return find(inText, site, site.end, confidence, accept);
    },
  };
}

/** `DISCORD_PUBLIC_KEY=…` */
const PUBLIC_KEY = /(?:^| )public ?key$/;

function find(
  pattern: RegExp,
  { text, key, start }: Site,
  from: number,
  confidence: number,
  accept: (value: string, label: string) => boolean,
): Hit | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [all, value = ''] = match;
  const end = from + all.length;
  if (!isVaried(value) || !isNoWord(value)) return undefined;
  const label = from === 0 ? key : text.slice(Math.max(0, start - 24), end - value.length);
  const words = toWords(label);
  if (HARMLESS_KEY.test(words) || PUBLIC_KEY.test(words)) return undefined;
  const isSecret = SECRET_WORD.test(label) || /[a-z]Pat(?![a-z])/.test(label);
  return isSecret && accept(value, from === 0 ? key : text.slice(start, end - value.length))
    ? { start: end - value.length, end, confidence }
    : undefined;
}
