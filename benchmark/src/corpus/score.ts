import { isObject, type JsonObject } from '@mcp-guard/core';
import { isHiddenKind, scan, type Finding, type Json } from '@mcp-guard/detectors';
import { parseConfig, type PiiAction, type PiiSide } from '@mcp-guard/policy';
import { PiiRules } from '@mcp-guard/rules';
import type { LabelledText } from './labelled-lines.js';
import { isRightType } from './type-names.js';

/** What the default configuration does about a finding, the strictest first. */
export const ACTIONS = ['block', 'redact', 'warn', 'none'] as const;
export type Action = (typeof ACTIONS)[number];

/** Texts that hold something. */
export interface Recall {
  readonly texts: number;
  /** With a finding of any type. */
  readonly found: number;
  /** The same where a text that is JSON is read as the message that it is, with its keys and leaves. */
  readonly foundAsMessage: number;
  /** Texts whose type the corpus names. */
  readonly named: number;
  /** Of these, with a finding of that type. */
  readonly rightType: number;
}

/** Harmless texts by the strictest action that one of their findings meets, and findings by theirs. */
export type BySeverity = Readonly<Record<Action, { readonly texts: number; readonly findings: number }>>;

export interface FalseAlarms {
  readonly texts: number;
  /** In UTF-8. */
  readonly bytes: number;
  /** Texts with a finding of any type. */
  readonly found: number;
  readonly findings: number;
  /** As a part of what goes to a server. */
  readonly requests: BySeverity;
  /** As a part of what a tool answers. */
  readonly answers: BySeverity;
  /** Findings by our type. */
  readonly byType: Readonly<Record<string, number>>;
  /** By the kind of the texts: those that are blocked or changed in some direction, as texts or as messages. */
  readonly byCategory: Readonly<Record<string, { readonly texts: number; readonly stopped: number }>>;
}

export interface CorpusScore {
  readonly positives: Recall;
  /** By the kind of the texts, where the corpus says it. */
  readonly byCategory: Readonly<Record<string, Recall>>;
  /** By what the corpus calls it. */
  readonly byType: Readonly<Record<string, Recall>>;
  readonly negatives: FalseAlarms;
  /** The first positives without a finding, as many as were asked for. */
  readonly misses: readonly LabelledText[];
}

type Counts<Of> = { -readonly [Key in keyof Of]: number };

/** Counts what a guard without a configuration of its own finds in labelled texts. */
export class Scorer {
  readonly #rules = new PiiRules(parseConfig('servers: {}', 'defaults', new Map()).pii, '');
  readonly #maxMisses: number;
  readonly #positives = noRecall();
  readonly #byType = new Map<string, Counts<Recall>>();
  readonly #byCategory = new Map<string, Counts<Recall>>();
  readonly #stopped = new Map<string, { texts: number; stopped: number }>();
  readonly #negatives = { texts: 0, bytes: 0, found: 0, findings: 0 };
  readonly #sides = { request: noSeverity(), response: noSeverity() };
  readonly #alarms = new Map<string, number>();
  readonly #misses: LabelledText[] = [];

  constructor(maxMisses: number) {
    this.#maxMisses = maxMisses;
  }

  add(labelled: LabelledText): void {
    const findings = this.#scan(labelled.text);
    const message = toMessage(labelled.text);
    const inMessage = message === undefined ? findings : this.#scan(message);
    if (labelled.isPositive) this.#addPositive(labelled, findings.filter(isAbout), inMessage.some(isAbout));
    else this.#addNegative(labelled, findings, inMessage);
  }

  #scan(value: Json): readonly Finding[] {
    return scan(value, { threshold: this.#rules.threshold, hidden: true });
  }

  get score(): CorpusScore {
    return {
      positives: this.#positives,
      byType: sorted(this.#byType),
      byCategory: sorted(this.#byCategory),
      negatives: {
        ...this.#negatives,
        requests: this.#sides.request,
        answers: this.#sides.response,
        byType: sorted(this.#alarms),
        byCategory: sorted(this.#stopped),
      },
      misses: this.#misses,
    };
  }

  #addPositive(labelled: LabelledText, findings: readonly Finding[], isInMessage: boolean): void {
    const { type, category } = labelled;
    const isRight = type !== undefined && findings.some((finding) => isRightType(type, finding.type));
    const counts = [this.#positives];
    if (type !== undefined) counts.push(recallOf(this.#byType, type));
    if (category !== undefined) counts.push(recallOf(this.#byCategory, category));
    for (const count of counts) {
      count.texts++;
      count.found += Number(findings.length > 0);
      count.foundAsMessage += Number(isInMessage);
      count.named += Number(type !== undefined);
      count.rightType += Number(isRight);
    }
    if (findings.length === 0 && this.#misses.length < this.#maxMisses) this.#misses.push(labelled);
  }

  #addNegative({ text, category }: LabelledText, findings: readonly Finding[], inMessage: readonly Finding[]): void {
    this.#negatives.texts++;
    this.#negatives.bytes += Buffer.byteLength(text);
    this.#negatives.found += Number(findings.length > 0);
    this.#negatives.findings += findings.length;
    for (const { type } of findings) this.#alarms.set(type, (this.#alarms.get(type) ?? 0) + 1);
    for (const side of ['request', 'response'] as const) {
      const actions = findings.map((finding) => this.#decide(finding, side) ?? 'none');
      for (const action of actions) this.#sides[side][action].findings++;
      const strictest = ACTIONS.find((action) => actions.includes(action));
      if (strictest) this.#sides[side][strictest].texts++;
    }
    if (category === undefined) return;
    const kind = this.#stopped.get(category) ?? { texts: 0, stopped: 0 };
    this.#stopped.set(category, kind);
    kind.texts++;
    kind.stopped += Number([...findings, ...inMessage].some((finding) => this.#isStopped(finding)));
  }

  #isStopped(finding: Finding): boolean {
    const actions = [this.#decide(finding, 'request'), this.#decide(finding, 'response')];
    return actions.some((action) => action === 'block' || action === 'redact');
  }

  /** Hidden text is only looked for in what a model reads. */
  #decide({ type, confidence }: Finding, side: PiiSide): PiiAction | undefined {
    const found = { type, confidence, path: '', fingerprint: () => '' };
    if (!isHiddenKind(type)) return this.#rules.decide(found, side)?.action;
    return side === 'response' ? this.#rules.decideHidden(type, found, false)?.action : undefined;
  }
}

/** Whether a finding says what a text holds, and not only how it is written. */
const isAbout = ({ type, group }: Finding): boolean => group !== 'hidden_text' && type !== 'inspection_limit';

const noRecall = (): Counts<Recall> => ({ texts: 0, found: 0, foundAsMessage: 0, named: 0, rightType: 0 });
function recallOf(counts: Map<string, Counts<Recall>>, name: string): Counts<Recall> {
  const recall = counts.get(name) ?? noRecall();
  counts.set(name, recall);
  return recall;
}

/** A text that is an object in JSON, as a tool answers it in its structured content. */
function toMessage(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const message: unknown = JSON.parse(text);
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
const none = (): Counts<BySeverity[Action]> => ({ texts: 0, findings: 0 });
const noSeverity = (): Record<Action, Counts<BySeverity[Action]>> => ({
  block: none(),
  redact: none(),
  warn: none(),
  none: none(),
});

const sorted = <Value>(counts: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> =>
  Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
