import type { Json } from '@mcp-guard/detectors';
import type { CutSample } from './samples.js';

/** A way to write a value so that a guard that only compares texts does not see it. */
export interface Technique {
  readonly name: string;
  /** By what the value and its type are, never by what is found. */
  readonly appliesTo: (value: string, sample: CutSample) => boolean;
  /** The message with the value in it. */
  readonly hide: (sample: CutSample) => Json;
}

/** Of anything shorter too many harmless words look like an encoding. */
const MIN_BYTES = 8;
const MIN_CHARACTERS = 7;

export const any = (): boolean => true;
export const isLong = (value: string): boolean => value.length >= MIN_BYTES;
export const isOneLine = (value: string): boolean => value.length >= MIN_CHARACTERS && !value.includes('\n');

/** What needs no context may stand beside anything; a sentence is not cut in the middle of a word. */
export const isSure = (value: string, { isBare, detector }: CutSample): boolean =>
  isBare && !/\s/.test(value) && detector.rules.some(({ seams }) => seams);

/** The URL of a webhook is no token. */
const ADDRESS = /:\/\/|^[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\//;
/** A key of visible characters that is known by how it begins. */
export const isToken = (value: string, sample: CutSample): boolean =>
  isSure(value, sample) &&
  sample.detector.group === 'secret' &&
  /^[\w.+/=~:-]{20,400}$/.test(value) &&
  !ADDRESS.test(value);

export const inText = (
  name: string,
  encode: (value: string) => string,
  appliesTo: Technique['appliesTo'] = any,
): Technique => ({
  name,
  appliesTo,
  hide: ({ key, before, value, after }) => label(key, `${before}${encode(value)}${after}`),
});

export const label = (key: string, text: Json): Json => (key === '' ? text : { [key]: text });

export const inLines =
  (width: number) =>
  (text: string): string =>
    text.replace(new RegExp(`.{${width}}(?!$)`, 'g'), '$&\n');

export const toBase64 = (value: string | Buffer): string => Buffer.from(value).toString('base64');

export function toBase32(value: string): string {
  const bits = Array.from(Buffer.from(value), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

export function halves(value: string): readonly [string, string] {
  const middle = Math.ceil(value.length / 2);
  return [value.slice(0, middle), value.slice(middle)];
}
