import {
  canonicalMembers,
  GuardError,
  joinMembers,
  type CanonicalJson,
  type Fingerprints,
  type Question,
} from '@mcp-guard/core';
import { leadsTo, type Cost } from '@mcp-guard/policy';
import { AMOUNT, type CallPrint } from '@mcp-guard/store';
import { toolOf } from '../calls.js';
import type { MessageContext } from '../interceptor.js';
import { showCall } from './show-call.js';

/** A call that must be paid or approved, as it will be sent. Plain data: it also comes from other threads. */
export interface DescribedCall extends CallPrint {
  /** Of a task's update, the tool that the task runs. As it was sent: it may be anything. */
  readonly tool: string;
  /** For people; nothing where nobody is asked. */
  readonly shown: string;
  /** Hash of the call without the answers and the state of a retry: what it goes on with. */
  readonly begun: string;
  /** Hash of the state that a retry brings back. */
  readonly state: string | null;
  /** Hash of the rules that it was judged by. */
  readonly policy: string;
}

export interface DescribeOptions {
  readonly fingerprints: Fingerprints;
  readonly policy: string;
  readonly cost: Cost | undefined;
  /** Whether a person is asked. */
  readonly isShown: boolean;
}

/** Members of `_meta` that differ in every call, and decide nothing about it. */
const VOLATILE: ReadonlySet<string> = new Set([
  'progressToken',
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientCapabilities',
  'io.modelcontextprotocol/clientInfo',
  'traceparent',
  'tracestate',
]);
/** Of the name of a tool, in characters. Of longer ones it is not kept in mind what their servers say of them. */
const MAX_NAME = 256;
/** With more, nobody can say which of them matter. */
const MAX_LEAVES = 256;

/** Throws where a person could not be shown what he is asked about. */
export function describeCall(
  question: Question,
  { tasks = [] }: MessageContext,
  { fingerprints, policy, cost, isShown }: DescribeOptions,
): DescribedCall {
  const members = new Map([...canonicalMembers(question.bytes, ['params'])].map(([key, { text }]) => [key, text]));
  const meta = [...canonicalMembers(question.bytes, ['params', '_meta'])].filter(([key]) => !VOLATILE.has(key));
  if (meta.length === 0) members.delete('_meta');
  else members.set('_meta', joinMembers(meta.map(([key, { text }]) => [key, text])));
  const bind = (kind: string, left: readonly string[]): string =>
    fingerprints.bind(kind, question.method + without(members, left));
  const name = toolOf(question);
  const tool = typeof name === 'string' ? name : (tasks[0]?.by[0]?.target ?? question.method);
  if (isShown && tool.length > MAX_NAME)
    throw new GuardError('POLICY_DENIED', 'its name is too long to be shown to the person who would decide about it');
  const state = members.get('requestState');
  return {
    tool,
    binding: bind('call', []),
    begun: bind('begun call', ['inputResponses', 'requestState']),
    rest: bind('call without arguments', ['arguments']),
    leaves: printLeaves(canonicalMembers(question.bytes, ['params', 'arguments']), fingerprints, cost),
    state: state === undefined ? null : fingerprints.bind('state', state),
    policy,
    shown: isShown ? showCall(without(members, ['name', 'requestState'])) : '',
  };
}

/** How the state of a server is known again. @param state as it was sent, parsed */
export const printState = (fingerprints: Fingerprints, state: string): string =>
  fingerprints.bind('state', JSON.stringify(state));

const without = (members: ReadonlyMap<string, string>, left: readonly string[]): string =>
  joinMembers([...members].filter(([key]) => !left.includes(key)));

function printLeaves(
  members: ReadonlyMap<string, CanonicalJson>,
  fingerprints: Fingerprints,
  cost: Cost | undefined,
): CallPrint['leaves'] {
  const leaves: [string, string][] = [];
  for (const [key, { leaves: inner }] of members) {
    const start = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    for (const [pointer, text] of inner) {
      if (leaves.length >= MAX_LEAVES) return null;
      const at = start + pointer;
      const isAmount = cost?.amounts.some((path) => leadsTo(path, at)) ?? false;
      leaves.push([at, (isAmount ? AMOUNT : '') + fingerprints.of(`argument ${at}`, text)]);
    }
  }
  return Object.fromEntries(leaves);
}
