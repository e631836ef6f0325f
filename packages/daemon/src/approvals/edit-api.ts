import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  GuardError,
  isObject,
  readEditWish,
  toSignedEdit,
  type Decider,
  type EditRequest,
  type EditView,
  type EditWish,
} from '@mcp-guard/core';
import { CannotReplace, readText, replaceFile, UnreadableFile } from '@mcp-guard/core/text-file';
import { refuseClient } from '../identity/origin.js';
import type { Requester } from '../identity/requester.js';
import { insistOnDecider, type DecisionRules } from './insist-on-decider.js';
import type { PlannedEdit } from './run-plan.js';

const MAX_NAME = 128;
/** Edits that wait for those before them. */
const MAX_WAITING = 8;
/** A signature counts for so many milliseconds, so that it cannot be replayed another day. */
const SIGNATURE_COUNTS = 60_000;
/** How long an edit may take until it is in force, and how often that is looked at, in milliseconds. */
const PATIENCE = 10_000;
const LOOK_EVERY = 20;

/** The control API for edits of the configuration. */
export interface EditApi {
  /** Throws UNAUTHENTICATED if a change that allows more comes from a process of a client. */
  insist(requester: Requester): { readonly mayLoosen: true };
  /**
   * Resolves once the edit is in force, or with what a person has to look at before. Throws what is wrong with it, and
   * CONFIG_INVALID if the file has changed since it was shown: then nothing was written.
   */
  edit(body: unknown, requester: Requester): Promise<EditView>;
}

export interface EditApiParts {
  readonly rules: DecisionRules;
  readonly plan: (wish: EditWish) => Promise<PlannedEdit>;
  /** SHA-256 of the configuration in force. */
  readonly inForce: () => string;
  /** A person agrees to these changes, which are written next. */
  readonly confirm: (changes: readonly string[], decider: Decider) => void;
}

export function createEditApi(parts: EditApiParts): EditApi {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: each starts from the file as the one before has left it. */
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting >= MAX_WAITING) throw new GuardError('RATE_LIMITED', `${waiting} edits wait already`);
    waiting++;
    const mine = last.then(work).finally(() => waiting--);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    // An agent with a shell must not free itself by a command.
    insist(requester) {
      const { insideClient } = requester.decider({ hasPassphrase: false });
      const refusal = refuseClient(insideClient, parts.rules.settings());
      if (refusal) throw refusal;
      return { mayLoosen: true };
    },
    async edit(body, requester) {
      const request = parseRequest(body);
      return inTurn(async () => {
        const planned = await parts.plan(request.wish).catch((error: unknown) => {
          throw unwritten(GuardError.from(error));
        });
        return carryOut(parts, request, requester, planned);
      });
    },
  };
}

async function carryOut(
  { rules, inForce, confirm }: EditApiParts,
  { print, isLook, by, at, signature }: EditRequest,
  requester: Requester,
  { text, words, question, target, before, notes, difference, loosens }: PlannedEdit,
): Promise<EditView> {
  const now = hash('sha256', JSON.stringify([target, before, text]));
  const view = { print: now, notes, difference, loosens };
  if (text === null) return { ...view, state: 'needless', words };
  if (print === null && (isLook || loosens.length > 0)) return { ...view, state: 'shown', words: question ?? words };
  if (print !== null && print !== now) throw changed();
  if (loosens.length > 0) {
    const signed = { text: toSignedEdit({ print, by, at }), signature };
    const decider = insistOnDecider(requester, signed, rules);
    if (signature !== null && Math.abs(Date.now() - at) > SIGNATURE_COUNTS)
      throw new GuardError('UNAUTHENTICATED', 'this was signed more than a minute ago; confirm it again');
    confirm(loosens, decider);
  }
  write(target, before, text);
  const isTaken = await untilInForce(inForce, hash('sha256', text));
  return { ...view, state: 'written', words, notes: isTaken ? notes : [...notes, NOT_TAKEN] };
}

const NOT_TAKEN = 'it was written, and is not in force yet: Policy shows why';

/** The sentence of a command that was refused says so already. */
function unwritten(error: GuardError): GuardError {
  const { code, message, hint, rule } = error;
  if (message.includes('nothing was written')) return error;
  return new GuardError(code, `${message}; nothing was written`, { hint, rule });
}

const changed = (): GuardError =>
  new GuardError(
    'CONFIG_INVALID',
    'the configuration has changed since this was shown; nothing was written, look again',
  );

function write(target: string, before: string, text: string): void {
  try {
    const old = readText(target)?.text;
    if (old === undefined || hash('sha256', old) !== before) throw changed();
    replaceFile(target, old, text);
  } catch (error) {
    if (!(error instanceof CannotReplace || error instanceof UnreadableFile)) throw error;
    throw new GuardError('CONFIG_INVALID', `the configuration was not written: ${error.message}`);
  }
}

async function untilInForce(inForce: () => string, wanted: string): Promise<boolean> {
  for (const until = performance.now() + PATIENCE; performance.now() < until; await delay(LOOK_EVERY)) {
    if (inForce() === wanted) return true;
  }
  return false;
}

function parseRequest(body: unknown): EditRequest {
  if (!isObject(body)) throw malformed('it is no object');
  const wish = readEditWish(body['wish']);
  if (!wish) throw malformed('it says nothing that could be edited');
  const [print, isLook, by, at, signature] = [
    body['print'] ?? null,
    body['isLook'] ?? false,
    body['by'],
    body['at'],
    body['signature'] ?? null,
  ];
  if (print !== null && typeof print !== 'string') throw malformed('it does not say what was shown');
  if (typeof isLook !== 'boolean') throw malformed('it does not say whether to show it');
  if (typeof by !== 'string' || by === '' || by.length > MAX_NAME) throw malformed('it names no person');
  if (typeof at !== 'number' || !Number.isSafeInteger(at)) throw malformed('it does not say when');
  if (signature !== null && typeof signature !== 'string') throw malformed('its signature is no text');
  return { wish, print, isLook, by, at, signature };
}

const malformed = (why: string): GuardError => new GuardError('MALFORMED_MESSAGE', `this edit cannot be read: ${why}`);
