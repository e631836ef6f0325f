import { createHash } from 'node:crypto';
import type { Benchmark } from '../benchmark.js';
import { evenly } from './evenly.js';
import { readOptions, type Options } from './options.js';
import { SOURCES } from './registry.js';
import { toScoreText } from './score-text.js';
import { Tally, type Score } from './score.js';
import type { HarmlessText, Source, Stream } from './text.js';
import { Workshop } from './workshop.js';

/** What is found in texts in which nothing is to be found. */
export const harmless: Benchmark = {
  name: 'harmless',
  summary: 'false alarms in what tools answer all day, collected on this machine',
  run: async (args) => {
    const options = readOptions(args);
    const { score, missing } = await scoreHarmless(options);
    process.stdout.write(
      options.json ? `${JSON.stringify({ ...score, missing }, null, 2)}\n` : toScoreText(score, missing),
    );
    const { failAbove } = options;
    if (failAbove !== undefined && score.blockedPer50 > failAbove)
      throw new Error(`${score.blockedPer50.toFixed(1)} texts per 50 MB are blocked; at most ${failAbove} may be`);
  },
};

/** Collects and scans texts one by one, as evenly of all kinds as they can be had. */
export async function scoreHarmless(
  options: Pick<Options, 'bytes' | 'minutes' | 'seed' | 'seeded' | 'show' | 'kinds'>,
): Promise<{ readonly score: Score; readonly missing: readonly string[] }> {
  const workshop = new Workshop(options.seed);
  const sources = SOURCES.filter(({ name }) => options.kinds.length === 0 || options.kinds.includes(name));
  const tally = new Tally(
    sources.map(({ name }) => name),
    options.show,
  );
  try {
    const end = Date.now() + options.minutes * 60_000;
    let bytes = 0;
    const known = new Known();
    const streams = sources.map((source) => textsOf(source, workshop, options.seeded));
    for await (const text of evenly(streams, toPrice(options.seeded))) {
      if (known.has(text)) continue;
      tally.add(text.kind, text);
      bytes += text.bytes;
      if (bytes >= options.bytes || Date.now() > end) break;
    }
    return { score: tally.score, missing: workshop.missing };
  } finally {
    workshop.close();
  }
}

/** Where all is to be the same everywhere, time costs nothing. */
const toPrice = (onlySeeded: boolean): number => (onlySeeded ? 0 : BYTES_PER_MS);
const BYTES_PER_MS = 50;

type KindText = HarmlessText & { readonly kind: string };

async function* textsOf(source: Source, workshop: Workshop, onlySeeded: boolean): AsyncGenerator<KindText> {
  const { name: kind, seeded, collected } = source;
  const streams = [...(seeded?.(workshop.random(kind)) ?? []), ...(onlySeeded ? [] : (collected?.(workshop) ?? []))];
  const texts = streams.map((stream) => untilItFails(stream, kind, workshop));
  for await (const text of evenly(texts, toPrice(onlySeeded))) yield { ...text, kind };
}

/** What one place does not give, others do. */
async function* untilItFails(stream: Stream, kind: string, workshop: Workshop): AsyncGenerator<HarmlessText> {
  try {
    yield* stream;
  } catch (error) {
    workshop.miss(kind, error instanceof Error ? error.message : String(error));
  }
}

/** Copies of one file lie in many packages, and would count again and again. */
class Known {
  /** 48 bits of a hash of each text: a few megabytes for a gigabyte of texts. */
  readonly #hashes = new Set<number>();

  /** Whether it was asked for before. */
  has({ value }: HarmlessText): boolean {
    const hash = createHash('sha1').update(JSON.stringify(value)).digest().readUIntBE(0, 6);
    if (this.#hashes.has(hash)) return true;
    this.#hashes.add(hash);
    return false;
  }
}
