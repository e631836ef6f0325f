import {
  editJson,
  GuardError,
  isObject,
  isCall,
  longNumberTexts,
  member,
  parseJson,
  type JsonEdit,
  type Fingerprints,
  type Message,
  type AuditFinding,
} from '@mcp-guard/core';
import { isHiddenKind, isOrder } from '@mcp-guard/detectors';
import { PASS, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';
import type { Direction } from '../exchange/direction.js';
import { isExact, listOf } from '../extensions/methods.js';
import type { AskedRequest } from '../exchange/asked-request.js';
import { describeRefused } from './describe-refused.js';
import { part } from './withheld/part.js';
import { explainFinding } from './explain-content.js';
import { REQUEST, saidBy } from '../exchange/found-place.js';
import { inspect, type DecidedFinding, type InspectOptions } from './inspect.js';
import { STRICTNESS, type PiiAction } from '@mcp-guard/policy';
import type { PiiRules } from '../pii-rules.js';
import { toEdits } from './redactions.js';
import { valueOf } from './places.js';

/**
 * Searches a whole message for personal data, secrets and hidden text. Stands above all that
 * decide on arguments: it is the only one that rewrites them.
 */
export const pii: CreateInterceptor = ({ pii: rules, fingerprints }) => {
  if (rules.areOff) return undefined;

  const judge = (message: Message, context: MessageContext, direction: Direction): Verdict => {
    const { answers, withheld } = context;
    const options = toOptions(message, context, direction, fingerprints);
    const inOrder = inspect(message.value, rules, options);
    if (inOrder.length === 0 && isAsItWas(message, answers)) return PASS;
    // The record and its words have room for some of them: what was refused or taken out stands before what was only reported.
    const decided = inOrder.toSorted((a, b) => STRICTNESS[b.action] - STRICTNESS[a.action]);
    const findings = decided.map(toAudit);
    const refused = decided.filter(({ action }) => action === 'block');
    const parted = part(message, answers, refused, { rules, fingerprints, known: withheld ?? [] });
    if (refused[0] && !parted)
      return { kind: 'block', error: refuse(message, refused[0], refused.length - 1), findings };
    const changed = decided.filter((each) => each.action === 'redact' && parted?.covers(each) !== true);
    const told = [...(answers?.changed ?? []), ...changed.map(({ finding }) => finding.type), ...(parted?.types ?? [])];
    const orders = decided.filter(({ finding, action }) => action === 'warn' && isOrder(finding.type));
    const tells =
      message.kind === 'result'
        ? toMetaEdits(
            message,
            told,
            orders.map(({ finding }) => finding.type),
          )
        : [];
    const taken = [...toEdits(changed), ...(parted?.edits ?? [])];
    const edits = [...taken, ...tells];
    if (edits.length === 0) {
      if (decided.length === 0 && !parted) return PASS;
      return {
        kind: 'pass',
        findings,
        note: parted?.note ?? toNote(decided),
        ...(parted && { withheld: parted.items }),
      };
    }
    const left = taken.length === 0 ? undefined : findLeft(message, taken, rules, options);
    if (left) return { kind: 'block', error: refuse(message, left, 0), findings };
    const rule = changed[0]?.rule ?? refused[0]?.rule;
    const note = [parted?.note, decided.length > 0 || !parted ? toNote(decided) : undefined];
    return {
      kind: 'rewrite',
      edits,
      note: note.filter((each) => each !== undefined).join('; '),
      findings,
      ...(rule !== undefined && { rule }),
      ...(parted && { withheld: parted.items }),
    };
  };

  return {
    name: 'pii',
    toServer: (message, context) => judge(message, context, 'toServer'),
    toClient: (message, context) => judge(message, context, 'toClient'),
    explain: (message, context) =>
      inspect(message.value, rules, toOptions(message, context, 'toServer', fingerprints)).map(explainFinding),
  };
};

function toOptions(
  message: Message,
  { actor, answers, onWork }: MessageContext,
  direction: Direction,
  fingerprints: Fingerprints,
): InspectOptions {
  const answered = message.kind === 'result' ? answers?.method : undefined;
  return {
    place: direction === 'toServer' ? REQUEST : saidBy(answered),
    isExact: answered !== undefined && isExact(answered),
    user: actor.user,
    fingerprints,
    longNumbers: () => longNumberTexts(message.bytes),
    onWork,
  };
}

/** A message without findings needs no remark: most are so. */
const isAsItWas = (message: Message, answers: AskedRequest | undefined): boolean =>
  message.kind !== 'result' ||
  answers === undefined ||
  (answers.changed.length === 0 && listOf(answers.method) === undefined);

/** Searches a message again after something was taken out: parts that it kept apart may form a value now. */
function findLeft(message: Message, edits: readonly JsonEdit[], rules: PiiRules, options: InspectOptions) {
  const rewritten = parseJson(editJson(message.bytes, edits).toString());
  if (!isObject(rewritten)) return undefined; // The pipeline reads it again, and refuses it if it is no message.
  return inspect(rewritten, rules, options).find(
    ({ finding, action }) =>
      (action === 'block' && isHiddenKind(finding.type)) ||
      (action !== 'warn' && !isHiddenKind(finding.type) && !valueOf(rewritten, finding).includes('[REDACTED:')),
  );
}

/** The words of a refusal: what is there and where, never the value. One line in the configuration excuses a false alarm. */
function refuse(message: Message, first: DecidedFinding, others: number) {
  const what = message.kind === 'failure' ? 'error' : isCall(message) ? message.kind : 'answer';
  const { finding, rule, path } = first;
  const { type } = finding;
  const fingerprint = first.fingerprint();
  return new GuardError(
    'CONTENT_BLOCKED',
    `the ${what} contains ${describeRefused(first, others)}; its fingerprint is ${fingerprint}`,
    { rule, data: { type, path, fingerprint } },
  );
}

/** The types, as a notice to the client that a result was changed, or that its call was. */
const CHANGED_META = 'mcp-guard/changed';
/** The types of orders to the model that stand in a result. */
const ORDERS_META = 'mcp-guard/orders';

/** @param message a result */
function toMetaEdits(message: Message, changed: readonly string[], orders: readonly string[]): JsonEdit[] {
  const notices = [
    [CHANGED_META, changed],
    [ORDERS_META, orders],
  ] as const;
  const given = notices.flatMap(([name, types]) => (types.length > 0 ? [{ name, value: [...new Set(types)] }] : []));
  if (given.length === 0) return [];
  const meta = member(member(message.value, 'result'), '_meta');
  return isObject(meta)
    ? given.map(({ name, value }) => ({ path: ['result', '_meta', name], value }))
    : [{ path: ['result', '_meta'], value: Object.fromEntries(given.map(({ name, value }) => [name, value])) }];
}

const toAudit = ({ finding: { type, start, end, view, confidence }, action, path }: DecidedFinding): AuditFinding => ({
  type,
  path,
  start,
  end,
  view,
  confidence,
  action,
});

/** Notes which types were acted on, with a few of the places, and what an exception would name. */
function toNote(decided: readonly DecidedFinding[]): string {
  if (decided.length === 0) return 'reported that the call was changed';
  const shown = decided.slice(0, MAX_NOTED).map(({ finding, action, path, fingerprint }) => {
    const excepted = action === 'redact' ? `, its fingerprint is ${fingerprint()}` : '';
    return `${DONE[action]} ${finding.type} at ${path}${excepted}`;
  });
  const more = decided.length > MAX_NOTED ? `; ${decided.length - MAX_NOTED} more` : '';
  return shown.join('; ') + more;
}
const MAX_NOTED = 5;
const DONE: Readonly<Record<PiiAction, string>> = { block: 'refused', redact: 'took out', warn: 'noticed' };
