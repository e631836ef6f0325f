/** A word, or an address with the dots and signs between its parts. */
const WORD = /[\p{L}\p{M}\p{N}._@-]+/gu;
const PART = /[\p{L}\p{M}\p{N}]+/gu;
const FOREIGN = /(?!\p{Script=Latin})\p{L}/gu;
/** Letters of Cyrillic and Greek that most fonts draw as Latin ones. */
const TWINS = /^[аеорсухіјѕһԁԛԝӏкмтвнАВЕЅІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινυρ\p{N}]+$/u;

/**
 * For people who decide by what they read: a letter that could be taken for a Latin one becomes its number,
 * `p\u{430}ypal.com`, where it stands among Latin letters. Words of another language stay as they are.
 */
export const showLookAlikes = (text: string): string =>
  text.replaceAll(WORD, (word) => (/[a-z]/i.test(word) && /\P{ASCII}/u.test(word) ? showInWord(word) : word));

const showInWord = (word: string): string =>
  word.replaceAll(PART, (part) =>
    /[a-z]/i.test(part) || TWINS.test(part) ? part.replaceAll(FOREIGN, toNumber) : part,
  );

const toNumber = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
