import type { Site } from '../../detector.js';

/* A text about orders mentions them: that is no order. */

const OPENS = /(["'`\u2018\u201c\u00ab])[^"'`\u2019\u201d\u00bb\n]{0,60}$/;
const CLOSES = /^[^"'`\u2018\u201c\u00ab\n]{0,160}["'`\u2019\u201d\u00bb]/;
/** Words of a text that explains, tests or guards. */
const SPEAKS =
  /\b(?:detect|exampl|phras|sampl|quot|fixture|flag|attack|analy|illustrat|explain|injection|report|document|pattern|training|refus|classif|guard|scan|test|malicious|postmortem|slide|suspicious|untrusted|never obey)/i;
/** A whole word, and none that speaks to the model itself: behind such a one is no talk of others. */
const OTHER_WORD = String.raw`(?!(?:you|must|should|shall|please|now|always)\b)[\w-]{1,24}(?![\w-])`;
/** These announce what is only shown, or say that others do it. */
const SHOWS = new RegExp(
  String.raw`(?:(?:expected|mock|sample|canned|test|example)(?: (?:output|response|reply|input|text|message))?:|\b(?:that|which|who|asks? (?:${OTHER_WORD} ){0,3}to|tr(?:ies|ying) to|attempts? to|training text:?)) {0,2}["'\x60]?(?:${OTHER_WORD} ?){0,5}$`,
  'i',
);

/** An order at a site is only mentioned: it is quoted in a text that is about such things, or announced as a sample. */
export function isMention({ text, start, end }: Site): boolean {
  const before = text.slice(Math.max(0, start - 64), start);
  if (SHOWS.test(before)) return true;
  if (!OPENS.test(before) || !CLOSES.test(text.slice(end, end + 200))) return false;
  return SPEAKS.test(text.slice(Math.max(0, start - 200), end + 240));
}
