import type { TextRange } from '../detector.js';
import { Pieces } from './characters.js';
import { isFiller } from '../validators/placeholders.js';
import type { Decoder } from './decoder.js';
import { TOKENS } from './dressed.js';

/** The lengths of tokens whose vendors publish none. */
const SEEN: Readonly<Record<string, number>> = {
  github_pat_: 82,
  'xoxb-': 40,
  'xoxp-': 60,
  sk_live_: 24,
  rk_live_: 24,
  'sk-ant-': 90,
  'sk-proj-': 100,
  'pypi-AgEIcHlwaS5vcmc': 80,
};

/**
 * The commonest tokens where they are cut over what stands beside each other in a text: segments of a path, parameters of a
 * query, cells, variables, items of a list. What each has between it and the next is left out; whether all of it is a token,
 * the rules of the tokens say by its length.
 */
export const parted: Decoder = {
  name: 'parted',
  reads: 'characters',
  anchors: TOKENS.map(([prefix]) => prefix),
  read(text, _, places) {
    const pieces = new Pieces(text);
    let done = 0;
    for (const place of places) {
      const prefix = PREFIXES.find((each) => text.endsWith(each, place));
      if (place <= done || prefix === undefined) continue;
      const joints = jointsFrom(text, place, prefix.length);
      for (const { start, end } of joints) pieces.skip(start, end);
      done = joints.at(-1)?.end ?? done;
    }
    return pieces.readings;
  },
};

/** The longest first: one may end in another. */
const PREFIXES = TOKENS.map(([prefix]) => prefix).toSorted((a, b) => b.length - a.length);
/** How many characters follow a prefix at least; where no length is published, as many as have been seen. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  TOKENS.map(([prefix, body]) => [prefix, Number(/\{(\d+)\}/.exec(body ?? '')?.[1] ?? SEEN[prefix] ?? 20)]),
);

/** The most parts of one token. */
const MAX_PARTS = 40;
const MAX_LENGTH = 400;
const PART = /[\w.-]{1,160}=?/y;
const QUOTE = '["\'`]';
/** A blank alone parts words; items of JSON are joined where it is read. */
const JOINT = new RegExp(
  String.raw`(?!${QUOTE}\s{0,4},\s{0,4}${QUOTE})(?:/|${QUOTE}?[ \t]{0,4}(?:[,;|&\t]|\r?\n|\]\[)[ \t"'\`(+>#*-]{0,12}(?:[\w$@.-]{1,16}(?:\[\d{1,2}\])?${QUOTE}?[ \t]?[=:][ \t]?|\d{1,4}(?:[;,|]|[ \t]?\u2192)|[\w-]{1,16}-\d{1,3}${QUOTE}[,;])?|${QUOTE}[ \t]?[+.][ \t]?${QUOTE}[?&]\w{1,8}=)${QUOTE}?(?=\w)`,
  'y',
);

/** A line behind a label goes on in one behind a label, and a part on a line of its own ends it: words of another line are no part. */
const LABEL = /[=:][ \t]{0,2}["'`]?$/;
const LINE_ENDS = /["'`]?[ \t]{0,4}[,;]?[ \t]{0,4}(?:[\r\n]|$)/y;

/** @param lead of the prefix, whose token goes nowhere on where it is whole or only filled up */
function jointsFrom(text: string, place: number, lead: number): readonly TextRange[] {
  const length = LENGTHS.get(text.slice(place - lead, place)) ?? MAX_LENGTH;
  const joints: TextRange[] = [];
  let at = place;
  let read = 0;
  let isLabelled = LABEL.test(text.slice(Math.max(0, place - lead - 4), place - lead));
  while (joints.length < MAX_PARTS && at - place < MAX_LENGTH) {
    PART.lastIndex = at;
    if (PART.test(text)) {
      read += PART.lastIndex - at;
      at = PART.lastIndex;
    } else if (joints.length > 0) break;
    if (read >= length || (joints.length === 0 && isFiller(text.slice(place - lead, at)))) break;
    const joint = jointAt(text, at, isLabelled);
    if (!joint) break;
    joints.push(joint);
    isLabelled = joint.isLabelled;
    at = joint.end;
  }
  return joints;
}

function jointAt(
  text: string,
  start: number,
  isBehindLabel: boolean,
): (TextRange & { isLabelled: boolean }) | undefined {
  JOINT.lastIndex = start;
  const [joint] = JOINT.exec(text) ?? [];
  if (joint === undefined) return undefined;
  const end = start + joint.length;
  const isLabelled = LABEL.test(joint);
  if (joint.includes('\n')) {
    if (isLabelled && !isBehindLabel) return undefined;
    PART.lastIndex = end;
    LINE_ENDS.lastIndex = PART.test(text) ? PART.lastIndex : end;
    if (!LINE_ENDS.test(text)) return undefined;
  }
  return { start, end, isLabelled };
}
