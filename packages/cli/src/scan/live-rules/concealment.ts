import { toWhere } from '../live/definitions.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

/** Words of one sentence; single spaces separate them, and a point is a word. */
const WORD = String.raw`[\p{L}\p{N}'][\p{L}\p{N}']{0,30} `;
const upTo = (count: number): string => `(?:${WORD}){0,${count}}`;

const NOT = String.raw`(?:do not|don't|dont|never|must not|mustn't|should not|shouldn't|may not|cannot|can't|will not|without|avoid|no need to|need not|not to|refrain from)`;
const TELL = String.raw`(?:tell|telling|mention|mentioning|inform|informing|reveal|revealing|disclose|disclosing|notify|notifying|alert|alerting|warn|warning|admit|admitting)`;
const PERSON = String.raw`(?:user|users|user's|human|humans|person|people|operator|owner|anyone|anybody|them)`;

const CONCEALS: readonly RegExp[] = [
  `${NOT} ${upTo(3)}${TELL} ${upTo(5)}${PERSON} `,
  `${NOT} ${upTo(2)}let(?:ting)? ${upTo(3)}${PERSON} (?:know|see|notice|find) `,
  `${PERSON} (?:must|should|may|need|does|do|will|can|cannot)(?: not|n't)? ${upTo(2)}(?:never )?(?:not )?(?:know|be told|be informed|notice|find out|be aware) (?:of|about|that|this|it|how|why) `,
  `(?:hide|hiding|conceal|concealing) ${upTo(4)}from ${upTo(2)}${PERSON} `,
  `keep (?:this|it|that) ${upTo(3)}(?:secret|hidden) `,
  `without ${upTo(3)}${PERSON} (?:knowing|noticing|knowledge|consent|awareness) `,
  `(?:ignore|disregard|forget) ${upTo(2)}(?:previous|prior|earlier|above|other) ${upTo(1)}(?:instructions|instruction|rules|prompts) `,
].map((pattern) => new RegExp(`(?<![^ ])${pattern}`, 'u'));

export const concealment: LiveRule = {
  id: 'concealment',
  severity: 'critical',
  title: 'a text of a server that instructs a model to hide something from its user, or to forget its instructions',
  check: inEach(({ title, texts }) => {
    for (const each of texts) {
      const sentence = toWords(each.text);
      if (!CONCEALS.some((pattern) => pattern.test(sentence))) continue;
      const why = `${title} instructs a model to hide something from its user, or to forget its instructions, in ${toWhere(each)}`;
      return { why, fix: 'read what it says, and remove this server' };
    }
    return undefined;
  }),
};

/** In lower case, without markup, and with a point wherever a sentence may end. */
const toWords = (text: string): string =>
  `${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[.!?;:]+(?=\s|$)/gu, ' . ')
    .replaceAll(/[^\p{L}\p{N}'.]+/gu, ' ')
    .trim()} `;
