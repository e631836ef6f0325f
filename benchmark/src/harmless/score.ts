import { isHiddenKind, scan, type Finding, type Json } from '@mcp-guard/detectors';
import { parseConfig, type PiiAction, type PiiSide } from '@mcp-guard/policy';
import { PiiRules } from '@mcp-guard/rules';
import { describe } from './describe.js';
import type { HarmlessText } from './text.js';

/** What the guard does about an answer, the strictest first. */
export const DEEDS = ['blocked', 'changed', 'told'] as const;
export type Deed = (typeof DEEDS)[number];
const DEED_OF: Readonly<Record<PiiAction, Deed>> = { block: 'blocked', redact: 'changed', warn: 'told' };

/** `asked`: texts that are refused in a request. */
export type Counts = Record<Deed, number> & { texts: number; bytes: number; asked: number };

export interface Alarm {
  readonly kind: string;
  readonly place: string;
  /** The line of the text; 0 in a value that is none. */
  readonly line: number;
  readonly type: string;
  readonly deed: Deed;
  /** What stands around, without the value. */
  readonly around: string;
}

export interface Score {
  /** Texts, each by the strictest thing that is done about it. */
  readonly kinds: Readonly<Record<string, Counts>>;
  readonly all: Counts;
  /** Texts with a finding of a type, by what is done about that. */
  readonly types: Readonly<Record<string, Record<Deed, number>>>;
  /** Of each type the first ones. */
  readonly alarms: readonly Alarm[];
  /** Texts that were blocked of 50 MB. */
  readonly blockedPer50: number;
}

const SHARE = 50e6;
/** As if so many texts had come of each: no share of nothing. */
export const per50 = (count: number, bytes: number): number => (bytes === 0 ? 0 : (count * SHARE) / bytes);

const noCounts = (): Counts => ({ texts: 0, bytes: 0, blocked: 0, changed: 0, told: 0, asked: 0 });

const lineOf = (value: Json, { start }: Finding): number =>
  typeof value === 'string' ? value.slice(0, start).split('\n').length : 0;

/** Scans texts as a guard without a configuration of its own does, and counts what it would do in answers and requests. */
export class Tally {
  readonly #rules = new PiiRules(parseConfig('servers: {}', 'defaults', new Map()).pii, '');
  readonly #maxShown: number;
  readonly #kinds = new Map<string, Counts>();
  readonly #all = noCounts();
  readonly #types = new Map<string, Record<Deed, number>>();
  readonly #alarms: Alarm[] = [];

  /** @param maxShown alarms of each type and deed that are kept */
  constructor(kinds: readonly string[], maxShown: number) {
    this.#maxShown = maxShown;
    for (const kind of kinds) this.#kinds.set(kind, noCounts());
  }

  add(kind: string, { place, value, bytes }: HarmlessText): void {
    const deeds = new Set<Deed>();
    const seen = new Set<string>();
    const findings = this.#scan(value);
    const isAsked = findings.some((finding) => this.#decide(finding, 'request') === 'blocked');
    for (const finding of findings) {
      const deed = this.#decide(finding, 'response');
      if (!deed) continue;
      deeds.add(deed);
      const { type } = finding;
      if (seen.has(`${type} ${deed}`)) continue;
      seen.add(`${type} ${deed}`);
      if (this.#count(type, deed) <= this.#maxShown)
        this.#alarms.push({ kind, place, line: lineOf(value, finding), type, deed, around: describe(value, finding) });
    }
    const strictest = DEEDS.find((deed) => deeds.has(deed));
    for (const counts of [this.#all, this.#kinds.get(kind) ?? noCounts()]) {
      counts.texts++;
      counts.bytes += bytes;
      if (strictest) counts[strictest]++;
      if (isAsked) counts.asked++;
    }
  }

  get score(): Score {
    return {
      kinds: Object.fromEntries(this.#kinds),
      all: this.#all,
      types: Object.fromEntries([...this.#types].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      alarms: this.#alarms,
      blockedPer50: per50(this.#all.blocked, this.#all.bytes),
    };
  }

  #scan(value: Json): readonly Finding[] {
    const { threshold, wantsNetwork } = this.#rules;
    return scan(value, { threshold, hidden: true, skipNetwork: !wantsNetwork });
  }

  #decide({ type, sampleOf, confidence, isStray }: Finding, side: PiiSide): Deed | undefined {
    const found = { type, sampleOf, confidence, path: '', isStray: isStray === true, fingerprint: () => '' };
    const decision = isHiddenKind(type)
      ? this.#rules.decideHidden(type, found, false)
      : this.#rules.decide(found, side);
    return decision && DEED_OF[decision.action];
  }

  #count(type: string, deed: Deed): number {
    const counts = this.#types.get(type) ?? { blocked: 0, changed: 0, told: 0 };
    this.#types.set(type, counts);
    return ++counts[deed];
  }
}
