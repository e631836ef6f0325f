import { commandLine, GuardError, safe, CALL_TOOL } from '@mcp-guard/core';
import { decisiveOf, toIsoTime, type FoundExchange } from '@mcp-guard/store';
import { clientName } from '../logs/clients.js';
import { describeOutcome } from '../logs/outcome.js';
import { findRecord } from '../logs/show-record.js';
import { formatSecond } from '../output/moment.js';
import type { CommandTools } from '../command.js';
import { readRecord } from '../record/open-record.js';
import { toLines } from './describe.js';

/** A call as it was recorded, to be explained again. Its arguments are not in the record. */
export interface RecordedCall {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly server: string;
  readonly tool: string;
  /** As the record names users; `null` if it names none. */
  readonly user: string | null;
  /** The name that its client claims. */
  readonly client: string | null;
  /** `-` for a row that has none. */
  readonly outcome: string;
  readonly code: string | null;
  readonly rule: string | null;
  readonly detail: string | null;
}

/** Throws USAGE if the record has no such row, or one that is no call of a tool. */
export function readRecordedCall({ findPaths, env }: CommandTools, config: string, id: number): RecordedCall {
  return readRecord(findPaths(config), env, (record) => toRecordedCall(findRecord(record, id)));
}

function toRecordedCall(found: FoundExchange): RecordedCall {
  const { asked, claim } = found;
  const { seq, at, server, method, target, actor } = asked;
  if (method !== CALL_TOOL || server === null || target === null) {
    throw new GuardError('USAGE', `the record ${seq} is no call of a tool`, {
      hint: { command: commandLine('mcp-guard logs', String(seq)) },
    });
  }
  const { code, rule, detail } = decisiveOf(found);
  return {
    id: seq,
    at: toIsoTime(at),
    server,
    tool: target,
    user: actor,
    client: claim === undefined ? null : clientName(claim),
    outcome: describeOutcome(found),
    code,
    rule,
    detail,
  };
}

/** Describes the fate of a call in one sentence; safe to print. */
export function describeRecordedCall({ id, at, server, tool, user, client, outcome, ...why }: RecordedCall): string {
  const who = [user === null ? '' : ` by ${user}`, client === null ? '' : ` with ${client}`].join('');
  const reason = outcome === 'allowed' ? '' : [why.detail, why.rule && `[${why.rule}]`].filter(Boolean).join(' ');
  const when = formatSecond(Date.parse(at));
  return toLines(safe(`record ${id}: ${server} ${tool}${who}, ${when}: ${outcome}${reason && `: ${reason}`}`, 700));
}

/** Why the explanation may differ from what happened. */
export const ARGUMENTS_GAP =
  'arguments are not recorded: rules about arguments and content are asked about a call without any';
