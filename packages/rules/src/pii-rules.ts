import {
  CustomTypes,
  groupsOf,
  HIDDEN_KINDS,
  INVISIBLE_KINDS,
  isHiddenKind,
  isOrder,
  TYPES,
  type HiddenKind,
} from '@mcp-guard/detectors';
import type { FoundPlace } from './exchange/found-place.js';
import {
  actionOf,
  compilePattern,
  customActionOf,
  IN_BASE,
  OPT_IN,
  STRICTNESS,
  type Integrity,
  type OrderPlace,
  type Pattern,
  type Pii,
  type PiiAction,
  type PiiSide,
  type RuleSource,
} from '@mcp-guard/policy';

/** The facts about a finding when a rule decides. */
export interface FoundContent {
  readonly type: string;
  /** The type that it would be, if everybody did not know the value. */
  readonly sampleOf?: string | undefined;
  readonly confidence: number;
  /** JSON pointer from the outermost value of the message; empty if it is too long for a rule to name. */
  readonly path: string;
  /** Hidden text that is too short to say anything. */
  readonly isStray?: boolean;
  /** Fingerprint of its value; computed when a rule asks. */
  readonly fingerprint: () => string;
}

export interface PiiDecision {
  readonly action: PiiAction;
  /** The place of the rule in the configuration. */
  readonly rule: string;
  /** The rule is about this type, of which the finding is a sample. */
  readonly asType?: string;
}

/** A configuration and its base decide about findings: the stricter one counts. */
export class PiiRules {
  /** Findings below this confidence count nowhere. */
  readonly threshold: number;
  /** Types that the configuration defines. */
  readonly custom: CustomTypes;
  /** Some configuration names the addresses of machines. */
  readonly wantsNetwork: boolean;
  readonly #layers: readonly Layer[];
  readonly #integrity: readonly RuleSource<Integrity>[];

  /**
   * @param server name of the server, which exceptions are about
   * @param integrity the rules for what it says, as its layers have them
   */
  constructor(layers: readonly RuleSource<Pii>[], server: string, integrity: readonly RuleSource<Integrity>[] = []) {
    this.#layers = layers.map((placed) => new Layer(placed, server));
    this.#integrity = integrity.filter(({ rules }) => Object.values(rules.orders).some((action) => action !== 'off'));
    const reported = this.#integrity.length > 0 ? REPORTED_ORDER : 1;
    this.threshold = Math.min(reported, ...layers.map(({ rules }) => rules.confidence_threshold));
    const network = [...TYPES].filter(([, { group }]) => group === OPT_IN).map(([type]) => type);
    this.wantsNetwork = layers.some(({ rules }) => [OPT_IN, ...network].some((name) => own(rules.actions, name)));
    this.custom = new CustomTypes(
      layers.flatMap(({ rules }) =>
        Object.entries(rules.custom_types).map(([id, { patterns }]) => ({
          id,
          patterns: patterns.map(({ regex }) => regex),
        })),
      ),
    );
  }

  /** No type is searched for. */
  get areOff(): boolean {
    return this.#layers.length === 0 && this.#integrity.length === 0;
  }

  titleOf(type: string): string {
    if (isHiddenKind(type)) return HIDDEN_KINDS[type];
    const label = this.#layers.map((layer) => layer.labelOf(type)).find((each) => each !== undefined);
    return label ?? TYPES.get(type)?.title ?? type;
  }

  /** `undefined`: nothing is done about it. */
  decideAt(found: FoundContent, { side, isDefinition, orders }: FoundPlace): PiiDecision | undefined {
    const { type } = found;
    if (isHiddenKind(type)) return this.decideHidden(type, found, isDefinition);
    return isOrder(type) ? this.#decideOrder(found, orders) : this.decide(found, side);
  }

  decide(found: FoundContent, side: PiiSide): PiiDecision | undefined {
    return strictest(this.#layers.map((layer) => layer.decide(found, side)));
  }

  /** @param isDefinition it is in a server's description of its tools, prompts or resources, or of itself */
  decideHidden(
    kind: HiddenKind,
    found: Omit<FoundContent, 'confidence'>,
    isDefinition: boolean,
  ): PiiDecision | undefined {
    return strictest(this.#layers.map((layer) => layer.decideHidden(kind, found, isDefinition)));
  }

  #decideOrder(found: FoundContent, place: OrderPlace | undefined): PiiDecision | undefined {
    if (place === undefined || found.confidence < REPORTED_ORDER) return undefined;
    return strictest(
      this.#integrity.map(({ source, rules }) => {
        const action = rules.orders[place];
        if (action === 'off' || this.#isExcepted(found, source)) return undefined;
        const acts = ACTS.has(action) && found.confidence >= SURE_ORDER;
        return { action: acts ? 'block' : 'warn', rule: `${source}.orders.${place}` };
      }),
    );
  }

  /** A file excuses what its own rules find, and a base what its rules find. */
  #isExcepted(found: FoundContent, source: string): boolean {
    const isInBase = source.startsWith(IN_BASE);
    return this.#layers.some((layer) => layer.isInBase === isInBase && layer.excepts(found));
  }
}

/** An order that is surer than this is acted on; one that is surer than the other is reported. */
const SURE_ORDER = 0.9;
const REPORTED_ORDER = 0.7;
const ACTS: ReadonlySet<string> = new Set(['hold', 'strip', 'block']);

function strictest(decisions: readonly (PiiDecision | undefined)[]): PiiDecision | undefined {
  let best: PiiDecision | undefined;
  for (const decision of decisions) {
    if (decision && (!best || STRICTNESS[decision.action] > STRICTNESS[best.action])) best = decision;
  }
  return best;
}

/** One configuration file's rules. */
class Layer {
  readonly #place: string;
  readonly #rules: Pii;
  readonly #exceptions: readonly Exception[];
  /** Decisions by side and type; the types are ours and the configuration's, so they are few. */
  readonly #known = new Map<string, PiiDecision | undefined>();

  constructor({ source: place, rules }: RuleSource<Pii>, server: string) {
    this.#place = place;
    this.#rules = rules;
    this.#exceptions = rules.exceptions
      .filter((exception) => !('path' in exception) || exception.server === undefined || exception.server === server)
      .map((exception) =>
        'path' in exception
          ? { type: exception.type, path: compilePattern(exception.path) }
          : { type: exception.type, fingerprint: exception.fingerprint },
      );
  }

  get isInBase(): boolean {
    return this.#place.startsWith(IN_BASE);
  }

  labelOf(type: string): string | undefined {
    return own(this.#rules.custom_types, type)?.label;
  }

  decide(found: FoundContent, side: PiiSide): PiiDecision | undefined {
    if (found.confidence < this.#rules.confidence_threshold || this.excepts(found)) return undefined;
    const key = `${side} ${found.type} ${found.sampleOf ?? ''}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#actionFor(found, side));
    return this.#known.get(key);
  }

  decideHidden(
    kind: HiddenKind,
    found: Omit<FoundContent, 'confidence'>,
    isDefinition: boolean,
  ): PiiDecision | undefined {
    const key = isDefinition ? 'definitions' : 'results';
    const mode = this.#rules.hidden_text[key];
    if (this.excepts(found)) return undefined;
    const isStray = found.isStray === true;
    const strips = mode === 'strip' || (mode === 'strip_invisible' && INVISIBLE_KINDS.has(kind) && !isStray);
    return {
      action: mode === 'block' && !isStray ? 'block' : strips ? 'redact' : 'warn',
      rule: `${this.#place}.hidden_text.${key}`,
    };
  }

  #actionFor({ type, sampleOf }: FoundContent, side: PiiSide): PiiDecision | undefined {
    const { action, name, isDefault } = actionOf(this.#rules, type, side);
    return strictest([
      toDecision(customActionOf(this.#rules, type, side), `${this.#place}.custom_types.${type}`),
      toDecision(action, `${this.#place}.actions.${name}.${side}`),
      isDefault && sampleOf !== undefined ? this.#actionForSample(sampleOf, side) : undefined,
    ]);
  }

  /** An action that somebody has set for a type means its samples, too: they are what is tried first. */
  #actionForSample(type: string, side: PiiSide): PiiDecision | undefined {
    const { action, name, isDefault } = actionOf(this.#rules, type, side);
    if (isDefault || action === undefined) return undefined;
    return { action, rule: `${this.#place}.actions.${name}.${side}`, asType: type };
  }

  excepts({ type, sampleOf, path, fingerprint }: Omit<FoundContent, 'confidence'>): boolean {
    if (this.#exceptions.length === 0) return false;
    const types = sampleOf === undefined ? [type] : [type, sampleOf];
    const names = new Set(types.flatMap(namesOf));
    return this.#exceptions.some(
      (exception) =>
        names.has(exception.type) &&
        (exception.path ? exception.path.matches(path) : exception.fingerprint === fingerprint()),
    );
  }
}

/** Names by which an exception may mean a type: its own, the one that it had before, and its groups. */
function namesOf(type: string): readonly string[] {
  const { group = '', formerly = type } = TYPES.get(type) ?? {};
  return [type, formerly, ...groupsOf(group)];
}

interface Exception {
  readonly type: string;
  readonly path?: Pattern;
  readonly fingerprint?: string;
}

const toDecision = (action: PiiAction | undefined, rule: string): PiiDecision | undefined => action && { action, rule };

const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
