import { FAMILIES, readTableSamples, scan, type Detector, type Finding, type Json } from '@mcp-guard/detectors';
import { readFileSync } from 'node:fs';

/** As a configuration without a threshold of its own has it. */
export const THRESHOLD = 0.8;

/** A text that holds a value of a type. */
export interface Sample {
  readonly detector: Detector;
  readonly text: string;
  /** The key that labels it, or '' for none. */
  readonly key: string;
}

/** A sample, cut where its value begins and ends. */
export interface CutSample extends Sample {
  readonly before: string;
  readonly value: string;
  readonly after: string;
  /** The value is found by itself as well. */
  readonly isBare: boolean;
}

/** The texts that the tests of the detectors find something in: every type has them. */
export function readSamples(): readonly Sample[] {
  return FAMILIES.flatMap(({ name, detectors }) =>
    readHits(name).flatMap((line) => {
      const [type, text = ''] = line.split('\t', 2);
      const detector = detectors.find(({ id }) => id === type);
      return detector ? [{ detector, ...toSample(text) }] : [];
    }),
  );
}

/** A text that looks like something of these types and is not. */
export interface NearMiss extends Pick<Sample, 'text' | 'key'> {
  readonly types: readonly string[];
}

export const readNearMisses = (): readonly NearMiss[] =>
  FAMILIES.flatMap(({ name, detectors }) => {
    const types = detectors.map(({ id }) => id);
    return readLines(name, 'misses').map((line) => Object.assign(toSample(line), { types }));
  });

export function toValue({ text, key }: Pick<Sample, 'text' | 'key'>): Json {
  return key === '' ? text : { [key]: text };
}

/**
 * Cut at the first finding of its type; undefined if there is none. It is not glued to the word before it any more:
 * where an encoding is, it is a technique of its own.
 */
export function cut(sample: Sample): CutSample | undefined {
  const { text, detector } = sample;
  const found = find(toValue(sample), detector);
  if (!found) return undefined;
  const value = text.slice(found.start, found.end);
  return {
    ...sample,
    before: text.slice(0, found.start).replace(/(?<!\b0)\w$/, '$& '),
    value,
    after: text.slice(found.end).replace(/^\w/, ' $&'),
    isBare: find(value, detector) !== undefined,
  };
}

const find = (value: Json, { id }: Detector): Finding | undefined =>
  scan(value, { threshold: THRESHOLD }).find(({ type, where }) => type === id && where !== 'key');

/** All that something is found in, without the type that is none: it stands for what could not be read. */
export const readCutSamples = (): readonly CutSample[] =>
  readSamples().flatMap((sample) => (sample.detector.id === 'inspection_limit' ? [] : (cut(sample) ?? [])));

const readHits = (family: string): readonly string[] => readTableSamples().get(family) ?? readLines(family, 'hits');

function readLines(family: string, file: string): readonly string[] {
  const url = new URL(`../../../packages/detectors/test/fixtures/${family}/${file}.txt`, import.meta.url);
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** `key=> text` is a text that its key labels; `\n` is a line end. */
function toSample(line: string): Pick<Sample, 'text' | 'key'> {
  const [, key = '', text = line] = /^(\w+)=> (.*)$/s.exec(line) ?? [];
  return { key, text: text.replaceAll(String.raw`\n`, '\n') };
}
