import {
  GuardError,
  isObject,
  member,
  type JsonValue,
  type Decided,
  type Decider,
  type Decision,
} from '@mcp-guard/core';

const MAX_NAME = 128;
const MAX_WORDS = 1000;
const MAX_USES = 1000;
const MAX_SAME = 64;
const MAX_POINTER = 1024;
const MIN_FOR = 60;
const MAX_FOR = 30 * 86_400;

/** Reads a decision as it came. Throws MALFORMED_MESSAGE for everything else. */
export function parseDecided(value: unknown): Decided {
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
export function parseDecider(value: JsonValue | undefined, hasPassphrase: boolean): Decider {
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

export const malformed = (why: string): GuardError =>
  new GuardError('MALFORMED_MESSAGE', `this decision cannot be read: ${why}`);
