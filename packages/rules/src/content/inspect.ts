import type { Fingerprints, JsonObject, LongNumbers } from '@mcp-guard/core';
import { isHiddenKind, scan, TYPES, type Finding, type OnWork } from '@mcp-guard/detectors';
import { Pointers, valueOf } from './places.js';
import { canBeRewritten, isName } from './rewritable.js';
import type { PiiAction } from '@mcp-guard/policy';
import type { PiiRules } from '../pii-rules.js';
import type { FoundPlace } from '../exchange/found-place.js';
import { SafePointers } from './safe-pointers.js';

/** A finding in a message, and what is to be done about it. */
export interface DecidedFinding {
  readonly finding: Finding;
  readonly action: PiiAction;
  /** The place of the rule in the configuration. */
  readonly rule: string;
  /** For the record and for refusals: a JSON pointer without what was found. */
  readonly path: string;
  /** Its title, for people. */
  readonly title: string;
  readonly fingerprint: () => string;
}

export interface InspectOptions {
  readonly place: FoundPlace;
  /** Its bytes have a digest elsewhere: nothing may be taken out of it. */
  readonly isExact: boolean;
  /** See `ScanOptions.reader`. */
  readonly user?: string | undefined;
  readonly fingerprints: Fingerprints;
  /** The digits of numbers beyond 2^53. */
  readonly longNumbers: () => LongNumbers;
  /** See `ScanOptions`. */
  readonly onWork?: OnWork | undefined;
}

/** The part of a message that a model reads: an id is the client's own. */
const READ: ReadonlySet<string> = new Set(['params', 'result', 'error']);

/** A request that waits has an id that is no larger, as clients count them. */
const MAX_PLAIN_ID = 1e6;

/** Without the version and a number that counts requests, as nearly every message has them: both can say nothing. */
function withoutPlainFrame(message: JsonObject): JsonObject {
  const { jsonrpc, id, ...rest } = message;
  return jsonrpc === '2.0' && typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < MAX_PLAIN_ID
    ? rest
    : message;
}

/** Searches a whole message. What may not be rewritten is blocked instead. */
export function inspect(message: JsonObject, rules: PiiRules, options: InspectOptions): readonly DecidedFinding[] {
  const { place, isExact, user, fingerprints, longNumbers, onWork } = options;
  const { threshold, custom, wantsNetwork } = rules;
  // Hidden text is hidden from the person who reads along with the model.
  const findings = scan(withoutPlainFrame(message), {
    threshold,
    custom,
    longNumbers,
    hidden: place.isDefinition ? 'definition' : place.side === 'response',
    skipNetwork: !wantsNetwork,
    reader: user,
    onWork,
  });
  if (findings.length === 0) return [];
  let long: LongNumbers | undefined;
  const digitsOf = (path: Finding['path']): string | undefined => (long ??= longNumbers()).at(path);
  const safePointers = new SafePointers(message, findings);
  const pointers = new Pointers();
  return findings.flatMap((finding) => {
    const { type, sampleOf, confidence, path } = finding;
    let known: string | undefined;
    const fingerprint = (): string => {
      const digits = finding.where === 'number' ? digitsOf(path) : undefined;
      return (known ??= fingerprints.of(TYPES.get(type)?.formerly ?? type, digits ?? valueOf(message, finding)));
    };
    if (isHiddenKind(type) && !READ.has(String(path[0]))) return [];
    // Thousands of findings may stand a hundred levels deep: the place is written down only if a rule asks.
    const isStray = finding.isStray === true && !isName(finding);
    const found = {
      type,
      sampleOf,
      confidence,
      fingerprint,
      isStray,
      get path() {
        return pointers.of(path);
      },
    };
    const decision = rules.decideAt(found, place);
    if (!decision) return [];
    const { rule, asType = type } = decision;
    const action =
      decision.action === 'redact' && (isExact || !canBeRewritten(message, finding)) ? 'block' : decision.action;
    const named = asType === type ? finding : { ...finding, type: asType };
    return [{ finding: named, action, rule, fingerprint, path: safePointers.of(path), title: rules.titleOf(asType) }];
  });
}
