import {
  GuardError,
  isObject,
  safe,
  toSignedRelease,
  userName,
  type HaltStatus,
  type HaltWish,
  type Release,
} from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';
import type { Requester } from '../identity/requester.js';
import type { Halts } from '../state/halts.js';
import { describePerson } from './approval-entries.js';
import { insistOnDecider, type DecisionRules } from './insist-on-decider.js';

const MAX_REASON = 500;
const MAX_NAME = 128;

/** The control API of the halt. */
export interface HaltApi {
  /** Any process of the user may halt. Resolves once the halt outlasts this daemon. */
  halt(body: unknown, requester: Requester): Promise<HaltStatus>;
  /** Only a person may release, as they decide about a call. Returns the halt that has ended. */
  release(body: unknown, requester: Requester): Promise<HaltStatus>;
}

export interface HaltApiParts extends DecisionRules {
  readonly halts: Halts;
}

export const createHaltApi = ({ halts, ...rules }: HaltApiParts): HaltApi => ({
  halt: (body, requester) => halts.begin(parseWish(body), () => describeHalter(requester)),
  async release(body, requester) {
    const release = parseRelease(body);
    const signed = { text: toSignedRelease(release), signature: release.signature };
    const decider = insistOnDecider(requester, signed, rules);
    const { status } = halts;
    if (!status) throw new GuardError('MALFORMED_MESSAGE', 'no halt is in force');
    if (status.at !== release.halt) throw new GuardError('MALFORMED_MESSAGE', 'another halt is in force by now');
    await halts.end(describePerson(release.by, decider));
    return status;
  },
});

/** A halt does not wait for an answer to who wants it. */
function describeHalter(requester: Requester): string {
  try {
    return describePerson(userName(), requester.decider({ hasPassphrase: false }));
  } catch {
    return userName();
  }
}

function parseWish(body: unknown): HaltWish {
  const [reason = null, ends = false] = isObject(body) ? [body['reason'], body['ends']] : [];
  if (typeof ends !== 'boolean') throw malformed('ends is neither true nor false');
  if (reason !== null && typeof reason !== 'string') throw malformed('its reason is no text');
  return { reason: reason === null || reason === '' ? null : safe(forRecord(reason, MAX_REASON), MAX_REASON), ends };
}

function parseRelease(body: unknown): Release {
  if (!isObject(body)) throw malformed('it is no object');
  const { halt, by, at, signature } = body;
  if (typeof halt !== 'number' || typeof at !== 'number') throw malformed('it does not say which halt, and when');
  if (typeof by !== 'string' || by === '' || by.length > MAX_NAME) throw malformed('it names no person');
  if (signature !== null && typeof signature !== 'string') throw malformed('its signature is no text');
  return { halt, by, at, signature };
}

const malformed = (why: string): GuardError => new GuardError('MALFORMED_MESSAGE', `this cannot be read: ${why}`);
