import type { Decoder } from './decoder.js';

/** A short text in groups of letters that are all alike: `I g n o r e  a l l`, `b.y.p.a.s.s`, `r3v3 417h 3h1d`. */
export const regrouped: Decoder = {
  name: 'regrouped',
  reads: 'runs',
  isFor: (text) =>
    text.length <= MAX_LENGTH && GROUPS.test(text) && !HEX.test(text.slice(0, HEAD)) && isVaried(text.slice(0, HEAD)),
  read(text) {
    const read = SINGLE.test(text)
      ? text.split(/ {2,}/).map((word) => word.replace(/(\S)[ .,_-]/g, '$1'))
      : [text.replaceAll(' ', '')];
    return [{ start: 0, end: text.length, text: read.join(' '), isLoose: true }];
  },
};

const MAX_LENGTH = 4096;
const HEAD = 40;
/** Words of one length again and again are no groups. */
const isVaried = (head: string): boolean => new Set(head.split(/[ .,_-]+/)).size > 5;
const HEX = /^[\da-f\s:.-]*$/i;
const SINGLE = /^(?:[^\s\w]{0,2} ?)?(?:\w([ .,_-])\1?){8}/;
const GROUPS = new RegExp(`${SINGLE.source}|^(?:(?:\\w{2} ){8}|(?:\\w{3} ){8}|(?:\\w{4} ){7}|(?:\\w{5} ){6})`);
