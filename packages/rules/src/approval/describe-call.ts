import {
  type CanonicalJson,
  canonicalMembers,
  isObject,
  joinMembers,
  member,
  type Fingerprints,
  type JsonValue,
  type Call,
  AMOUNT,
  type CallFingerprint,
} from '@mcp-guard/core';
import type { CustomTypes } from '@mcp-guard/detectors';
import { WILDCARD } from '../arguments/argument-values.js';
import type { Cost } from '../exchange/cost.js';
import type { Reason } from '../exchange/reason.js';
import type { MessageContext } from '../interceptor.js';
import { callsTool, toolOf } from '../extensions/methods.js';
import { isTraceField } from '../trace-context/w3c.js';
import { showCall } from './show-call.js';

/**
 * A call that must be paid or approved, as it will be sent. Plain data: it also comes from other threads. Its fingerprint
 * is empty if no person is asked.
 */
export interface DescribedCall extends CallFingerprint {
  /** For a task's update, the tool that the task runs. As it was sent: it may be anything. */
  readonly tool: string;
  /** For people; nothing if no person is asked. */
  readonly shown: string;
  /** Hash of the call without the responses and the state of a retry: the same for a call and its retries. */
  readonly resumes: string;
  /** Hash of the state that a retry brings back. */
  readonly state: string | null;
  /** Hash of the rules that judged it. */
  readonly policy: string;
}

export interface DescribeOptions {
  readonly fingerprints: Fingerprints;
  readonly policy: string;
  /** Types of the configuration. */
  readonly custom: CustomTypes;
}

/** The demands of the rules on a call. */
interface Owed {
  readonly cost: Cost | undefined;
  readonly reasons: readonly Reason[];
}

/** Members of `_meta` that differ in every call, and decide nothing about it (2026-07-28). */
const VOLATILE: ReadonlySet<string> = new Set([
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientCapabilities',
  'io.modelcontextprotocol/clientInfo',
]);
/** With more, no person can say which of them matter. */
const MAX_LEAVES = 256;

/** Describes calls under the same rules. It throws if a call cannot be shown to a person. */
export const createDescribe =
  (options: DescribeOptions) =>
  (request: Call, context: MessageContext, { cost, reasons }: Owed): DescribedCall =>
    describeCall(request, context, cost, reasons.length > 0, options);

/** @param isShown a person is asked */
function describeCall(
  request: Call,
  { tasks = [], environment }: MessageContext,
  cost: Cost | undefined,
  isShown: boolean,
  { fingerprints, policy, custom }: DescribeOptions,
): DescribedCall {
  const sent = request.bytes.toString();
  const params = canonicalMembers(sent, ['params']);
  const members = new Map([...params].map(([key, { text }]) => [key, text]));
  const meta = member(request.params, '_meta');
  if (isObject(meta)) {
    const kept = [...canonicalMembers(sent, ['params', '_meta'])].filter(([key]) => !isVolatile(key, meta[key]));
    if (kept.length === 0) members.delete('_meta');
    else members.set('_meta', joinMembers(kept.map(([key, { text }]) => [key, text])));
  }
  const whose = environment === undefined ? '' : `\0${environment}`; // no JSON text contains a NUL
  const bind = (kind: string, left: readonly string[]): string =>
    fingerprints.bind(kind, request.method + without(members, left) + whose);
  const name = toolOf(request);
  const tool = typeof name === 'string' ? name : (tasks[0]?.by[0]?.target ?? request.method);
  const state = members.get('requestState');
  const resumes = bind('begun call', ['inputResponses', 'requestState']);
  const known = { tool, resumes, state: state === undefined ? null : fingerprints.bind('state', state), policy };
  if (!isShown) return { ...known, ...NOT_SHOWN };
  return {
    ...known,
    binding: bind('call', []),
    rest: bind('call without arguments', ['arguments']),
    leaves: hashLeaves(params.get('arguments') ?? NO_ARGUMENTS, shapeOf(request), fingerprints, cost),
    shown: showCall(tool, joinMembers(shownMembers(request, members)), custom),
  };
}

/** No approval is looked for: none admits such a call. */
const NOT_SHOWN = { binding: '', rest: '', leaves: null, shown: '' };

/** Recognises the state of a server in a retry. @param state as it was sent, parsed */
export const hashState = (fingerprints: Fingerprints, state: string): string =>
  fingerprints.bind('state', JSON.stringify(state));

const without = (members: ReadonlyMap<string, string>, left: readonly string[]): string =>
  joinMembers([...members].filter(([key]) => !left.includes(key)));

/** A token addresses progress notifications; anything else by that name is a message to the server. */
const isVolatile = (key: string, value: JsonValue | undefined): boolean =>
  key === 'progressToken'
    ? typeof value === 'string' || typeof value === 'number'
    : VOLATILE.has(key) || isTraceField(key, value);

/** All that is sent except the name, which is shown apart; with the method, if it is not `tools/call`. */
function* shownMembers(
  { method }: Call,
  members: ReadonlyMap<string, string>,
): IterableIterator<readonly [string, string]> {
  for (const [key, text] of members) if (key !== 'name') yield [key, text];
  if (!callsTool(method)) yield ['method', JSON.stringify(method)];
}

/** Not even an empty object. */
const NO_ARGUMENTS: Leaves = { leaves: new Map([['', '']]), leafCount: 1 };
type Leaves = Pick<CanonicalJson, 'leaves' | 'leafCount'>;

function hashLeaves(
  args: Leaves,
  shape: string,
  fingerprints: Fingerprints,
  cost: Cost | undefined,
): CallFingerprint['leaves'] {
  if (args.leafCount > MAX_LEAVES) return null;
  return Object.fromEntries(
    [['', shape] as const, ...args.leaves].map(([pointer, text]) => {
      const isAmount = cost?.amounts.some((path) => leadsTo(path, pointer)) ?? false;
      return [pointer, (isAmount ? AMOUNT : '') + fingerprints.of(`argument ${pointer}`, text)];
    }),
  );
}

/** A path with `*` leads to a place in the arguments. */
function leadsTo(path: string, pointer: string): boolean {
  const [steps, names] = [path.split('/'), pointer.split('/')];
  return steps.length === names.length && steps.every((step, index) => step === WILDCARD || step === names[index]);
}

/** A list and an object with its indices as keys have the same leaves, but are different values. */
const shapeOf = ({ params }: Call): string => toShape(member(params, 'arguments') ?? null);

function toShape(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(toShape).join(',')}]`;
  if (!isObject(value)) return '';
  const members = Object.entries(value).map(([key, inner]) => JSON.stringify(key) + toShape(inner));
  return `{${members.toSorted().join(',')}}`;
}
