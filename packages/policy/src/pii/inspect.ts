import type { Fingerprints, JsonObject } from '@mcp-guard/core';
import { isHiddenKind, scan, type Finding, type OnWork } from '@mcp-guard/detectors';
import { pointerTo, ToldPaths, valueOf } from './places.js';
import { canBeRewritten } from './rewritable.js';
import type { PiiAction, PiiRules, PiiSide } from './rules.js';

/** Something that was found in a message, and what is to be done about it. */
export interface Decided {
  readonly finding: Finding;
  readonly action: PiiAction;
  /** Where in the configuration the rule stands. */
  readonly rule: string;
  /** For the record and for refusals: a JSON pointer without what was found. */
  readonly path: string;
  /** What people call it. */
  readonly title: string;
  readonly fingerprint: () => string;
}

export interface InspectOptions {
  readonly side: PiiSide;
  /** It is what a server says of itself, its tools, prompts and resources. */
  readonly isDefinition: boolean;
  readonly fingerprints: Fingerprints;
  /** The digits of numbers beyond 2^53, by JSON pointer. */
  readonly longNumbers: () => ReadonlyMap<string, string>;
  /** See `ScanOptions`. */
  readonly onWork?: OnWork | undefined;
}

/** What a model reads of a message: an id is the client's own. */
const READ: ReadonlySet<string> = new Set(['params', 'result', 'error']);

/** Looks through all that a message holds. What may not be rewritten is blocked instead. */
export function inspect(message: JsonObject, rules: PiiRules, options: InspectOptions): readonly Decided[] {
  const { side, isDefinition, fingerprints, longNumbers, onWork } = options;
  const { threshold, custom, wantsNetwork } = rules;
  // Hidden text is hidden from whoever reads what a model says and hears.
  const findings = scan(message, {
    threshold,
    custom,
    longNumbers,
    hidden: side === 'response',
    skipNetwork: !wantsNetwork,
    onWork,
  });
  let long: ReadonlyMap<string, string> | undefined;
  const digitsOf = (pointer: string): string | undefined => (long ??= longNumbers()).get(pointer);
  const paths = new ToldPaths(message, findings);
  return findings.flatMap((finding) => {
    const { type, confidence } = finding;
    let known: string | undefined;
    const fingerprint = (): string => {
      const digits = finding.where === 'number' ? digitsOf(pointerTo(finding)) : undefined;
      return (known ??= fingerprints.of(type, digits ?? valueOf(message, finding)));
    };
    const found = { type, confidence, path: pointerTo(finding), fingerprint };
    if (isHiddenKind(type) && !READ.has(String(finding.path[0]))) return [];
    const decision = isHiddenKind(type) ? rules.decideHidden(type, found, isDefinition) : rules.decide(found, side);
    if (!decision) return [];
    const { rule } = decision;
    const action = decision.action === 'redact' && !canBeRewritten(message, finding) ? 'block' : decision.action;
    return [{ finding, action, rule, fingerprint, path: paths.of(finding), title: rules.titleOf(type) }];
  });
}
