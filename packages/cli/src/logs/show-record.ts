import { asNext, GuardError, hintText, safe, safeJson } from '@mcp-guard/core';
import {
  decisiveOf,
  findExchange,
  hintFor,
  readFindings,
  rowOutcome,
  toExportedRow,
  toIsoTime,
  type AuditRow,
  type FoundExchange,
  type StoreReader,
} from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { formatSecond } from '../output/moment.js';
import { alignCells } from '../output/table.js';
import { describeWhat } from './call-row.js';
import { describeOutcome } from './outcome.js';
import { stillWaits } from './still-waits.js';

type Fact = readonly [label: string, text: string | number | null | undefined];

/** The whole of what is recorded about a message. Throws USAGE if there is no such record. */
export function findRecord({ audit }: StoreReader, id: number): FoundExchange {
  const found = findExchange(audit, id, () => false);
  if (found) return found;
  throw new GuardError('USAGE', `the record has no row ${id}`, {
    hint: { words: 'ids are listed by:', command: 'mcp-guard logs' },
  });
}

/** Prints one record in full: a request, its answer, and what people did about it. */
export function showRecord(
  store: StoreReader,
  id: number,
  { json }: { readonly json?: true },
  { print, note }: Pick<CommandTools, 'print' | 'note'>,
): void {
  const found = findRecord(store, id);
  const { asked, answer, decisions, claim } = found;
  const decisive = decisiveOf(found);
  const hint = stillWaits(store, decisive) ? hintFor(decisive) : undefined;
  if (json) {
    const [request, response, ...others] = [asked, answer, ...decisions].map((row) => row && toExportedRow(row));
    return print(
      safeJson({
        request,
        answer: response ?? null,
        decisions: others,
        client: claim ?? null,
        hint: hint && hintText(hint),
      }),
    );
  }
  const parts = [
    `record ${asked.seq}: ${safe(describeWhat(asked), 200)}: ${describeOutcome(found)}`,
    indent([['client', claim === undefined ? null : `${claim} (self-reported)`], ...factsOf(asked)]),
    ...(answer ? [`answer: record ${answer.seq}`, indent(newFacts(answer, asked))] : []),
    ...decisions.flatMap((row) => [`${row.kind} ${row.shape}: record ${row.seq}`, indent(factsOf(row))]),
  ];
  print(parts.join('\n'));
  if (hint !== undefined) note(asNext(hint));
}

/** Every column of a row that says something. */
function factsOf(row: AuditRow): readonly Fact[] {
  const { at, server, actor, session, direction, shape, method, target, rpcId, warn, code, rule, detail } = row;
  const outcome = rowOutcome(row);
  return [
    ['time', `${formatSecond(at)} (${toIsoTime(at)})`],
    ['server', server],
    ['user', actor],
    ['session', session],
    ['message', row.kind === 'message' ? `${shape}${direction === null ? '' : ` to the ${TO[direction]}`}` : null],
    ['method', method],
    ['target', target],
    ['request id', rpcId],
    ['outcome', warn ? `${outcome ?? '-'}, with a warning` : outcome],
    ['code', code],
    ['rule', rule],
    ['detail', detail],
    ['fingerprint', FINGERPRINT.exec(detail ?? '')?.[1]],
    ...readFindings(row).map(({ type, path, action, count }): Fact => [
      'finding',
      `${type} at ${path}: ${action}${count === undefined ? '' : `, ${count} like it`}`,
    ]),
    ['bytes', row.bytesIn + row.bytesOut === 0 ? null : `${row.bytesIn} in, ${row.bytesOut} out`],
    ['in the guard', row.kind === 'message' ? `${(row.guardUs / 1000).toFixed(1)} ms` : null],
    ['answered', row.waitedMs === null ? null : `after ${row.waitedMs} ms`],
    ['hash', row.hash],
  ];
}

/** Facts of an answer that its request does not have. */
function newFacts(answer: AuditRow, asked: AuditRow): readonly Fact[] {
  const known = new Set(factsOf(asked).map(([label, text]) => `${label} ${text ?? ''}`));
  return factsOf(answer).filter(([label, text]) => label === 'outcome' || !known.has(`${label} ${text ?? ''}`));
}

const TO = { toServer: 'server', toClient: 'client' } as const;

const FINGERPRINT = /fingerprint is ([0-9a-f]{16})$/;

/** More than any column holds: nothing is left out. */
const MAX_TEXT = 4096;

function indent(facts: readonly Fact[]): string {
  const said = facts.filter(([, text]) => text !== null && text !== undefined);
  return alignCells(said.map(([label, text]) => [`  ${label}`, safe(String(text), MAX_TEXT)]));
}
