import {
  GuardError,
  isObject,
  member,
  parseJson,
  toSigned,
  type JsonValue,
  type Decided,
  type Decider,
  type Decision,
} from '@mcp-guard/core';
import { verifyDecision } from '@mcp-guard/core/approval-key';
import type { ApprovalSettings } from '@mcp-guard/policy';
import type { Approval, ApprovalStore } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import { refuseOrigin } from '../identity/origin.js';
import type { Approvals } from './approvals.js';
import type { TrustedKey } from './trusted-key.js';

const MAX_NAME = 128;
const MAX_WORDS = 1000;
const MAX_USES = 1000;
const MAX_SAME = 64;
const MAX_POINTER = 1024;
const MIN_FOR = 60;
const MAX_FOR = 30 * 86_400;

export interface DecisionReaderParts {
  readonly approvals: Approvals;
  readonly settings: () => ApprovalSettings;
  readonly key: Pick<TrustedKey, 'read' | 'isRequired'>;
  readonly now: Clock;
}

/** Checks the decisions of people, however they arrive. */
export class DecisionReader {
  readonly #parts: DecisionReaderParts;

  constructor(parts: DecisionReaderParts) {
    this.#parts = parts;
  }

  /**
   * Resolves once the decision counts. Throws what is wrong with it.
   * @param value as it came
   * @param toDecider finds out who decides
   */
  async decide(value: unknown, toDecider: (facts: Pick<Decider, 'hasPassphrase'>) => Decider): Promise<Approval> {
    const decided = parseDecided(value);
    const decider = toDecider({ hasPassphrase: this.#authenticate(decided) });
    this.#checkOrigin(decider);
    return this.#parts.approvals.decide(decided, decider, this.#parts.now());
  }

  /**
   * Takes the decisions that were written down while no daemon ran: each counts from the moment it was made, if it is valid.
   * @param onRefused gets why one does not count
   */
  async takeProposals(store: ApprovalStore, onRefused: (error: GuardError) => void): Promise<void> {
    for (const text of store.takeProposals()) {
      try {
        const value = parseJson(text);
        const decided = parseDecided(value);
        const decider = parseDecider(member(value, 'decider'), this.#authenticate(decided));
        this.#checkOrigin(decider);
        if (decided.at > this.#parts.now()) throw malformed('it is dated in the future');
        await this.#parts.approvals.decide(decided, decider, decided.at);
      } catch (thrown) {
        onRefused(GuardError.from(thrown));
      }
    }
  }

  #checkOrigin(decider: Decider): void {
    const refusal = refuseOrigin(decider, this.#parts.settings());
    if (refusal) throw refusal;
  }

  /** Returns whether the passphrase made it. Throws if the passphrase is required and missing. */
  #authenticate(decided: Decided): boolean {
    const { settings, key } = this.#parts;
    if (!key.isRequired) return false;
    const publicKey = key.read();
    if (decided.signature !== null && verifyDecision(publicKey, toSigned(decided), decided.signature)) return true;
    throw new GuardError('UNAUTHENTICATED', 'a decision needs the passphrase', {
      rule: 'approvals.passphrase',
      ...(!settings().passphrase && {
        hint: {
          words: 'an edit does not switch approvals.passphrase off:',
          command: 'mcp-guard approvals passphrase --off',
        },
      }),
    });
  }
}

/** Throws MALFORMED_MESSAGE for everything else. */
function parseDecided(value: unknown): Decided {
  if (!isObject(value)) throw malformed('it is no object');
  const { approval, print, decision, by, at, signature } = value;
  if (typeof approval !== 'string' || !/^[0-9a-f]{16}$/.test(approval)) throw malformed('it names no approval');
  if (typeof print !== 'string' || !/^[0-9a-f]{64}$/.test(print)) throw malformed('it does not say what was shown');
  if (typeof by !== 'string' || by === '' || by.length > MAX_NAME) throw malformed('it names no person');
  if (typeof at !== 'number' || !Number.isSafeInteger(at)) throw malformed('it does not say when');
  if (signature !== null && typeof signature !== 'string') throw malformed('its signature is no text');
  return { approval, print, decision: parseDecision(decision), by, at, signature };
}

function parseDecision(value: JsonValue | undefined): Decision {
  if (!isObject(value)) throw malformed('it decides nothing');
  const { kind } = value;
  if (kind === 'approve') return { kind, standing: parseStanding(value['standing'] ?? null) };
  if (kind !== 'deny' && kind !== 'revoke') throw malformed('it neither approves, denies nor revokes');
  const why = value['why'] ?? null;
  if (why !== null && (typeof why !== 'string' || why.length > MAX_WORDS)) throw malformed('its reason is too long');
  return { kind, why };
}

/** Throws MALFORMED_MESSAGE for a wish that cannot be granted. */
export function parseStanding(value: JsonValue): Extract<Decision, { kind: 'approve' }>['standing'] {
  if (value === null) return null;
  const [seconds, maxUses, same] = [member(value, 'for'), member(value, 'maxUses'), member(value, 'same') ?? null];
  if (!isCount(seconds, MIN_FOR, MAX_FOR)) throw malformed('its time is not between a minute and 30 days');
  if (!isCount(maxUses, 1, MAX_USES)) throw malformed(`its number of calls is not between 1 and ${MAX_USES}`);
  if (same === null) return { for: seconds, maxUses, same };
  const isList = Array.isArray(same) && same.length > 0 && same.length <= MAX_SAME;
  if (!isList || !same.every(isPointer)) throw malformed('same is not a list of JSON pointers');
  return { for: seconds, maxUses, same };
}

const isCount = (value: JsonValue | undefined, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

const isPointer = (value: JsonValue): value is string =>
  typeof value === 'string' && value.length <= MAX_POINTER && value.startsWith('/');

/** Reads the claim of a proposal about the person who made it. */
function parseDecider(value: JsonValue | undefined, hasPassphrase: boolean): Decider {
  const text = (key: string): string | null => {
    const given = member(value, key);
    return typeof given === 'string' ? given.slice(0, MAX_NAME) : null;
  };
  const number = (key: string): number | null => {
    const given = member(value, key);
    return typeof given === 'number' && Number.isSafeInteger(given) ? given : null;
  };
  return {
    uid: number('uid') ?? -1,
    pid: number('pid'),
    tty: text('tty'),
    parent: text('parent'),
    insideClient: false,
    hasPassphrase,
    proposed: true,
  };
}

const malformed = (why: string): GuardError =>
  new GuardError('MALFORMED_MESSAGE', `this decision cannot be read: ${why}`);
