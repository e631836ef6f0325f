import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditRow } from '../../src/record/audit-store.js';
import { findOpenCalls } from '../../src/calls/open-calls.js';
import { entry } from '../entry.js';

const asked = (rpcId: string, over: Partial<AuditEntry> = {}) => entry({ rpcId, ...over });
const answered = (rpcId: string, over: Partial<AuditEntry> = {}) =>
  entry({ rpcId, direction: 'toClient', shape: 'result', ...over });

/** Ids of the calls that are open after these rows. */
function openAfter(...entries: readonly AuditEntry[]): readonly string[] {
  const rows = entries.map((each, index): AuditRow => Object.assign({ seq: index + 1, hash: '' }, each));
  const newest = ({ session }: { session?: string | undefined }, limit: number) =>
    rows.filter((row) => session === undefined || row.session === session).slice(-limit);
  return findOpenCalls({ newest }, 's1').map(({ id, auditId }) => `${auditId}: ${id}`);
}

it('an id that is used again is open again', () => {
  expect(openAfter(asked('1'), answered('1'), asked('1'))).toEqual(['3: 1']);
});

describe('a call is open for a client whose daemon is gone', () => {
  it.each<[string, readonly AuditEntry[]]>([
    ['if it was sent', [asked('1')]],
    ['if something was taken out of it first', [asked('1', { outcome: 'redact' })]],
    ['if another one was answered', [asked('1'), asked('2'), answered('2')]],
    ['if the server asks under the same id', [asked('1'), answered('1', { shape: 'request', direction: 'toClient' })]],
    ['if the client answers a server under the same id', [asked('1'), answered('1', { direction: 'toServer' })]],
    ['if another session has an answer under the same id', [asked('1'), answered('1', { session: 's2' })]],
  ])('%s', (_, rows) => {
    expect(openAfter(...rows)).toEqual(['1: 1']);
  });

  it.each<[string, readonly AuditEntry[]]>([
    ['if it was refused', [asked('1', { outcome: 'block' })]],
    ['if it was held', [asked('1', { outcome: 'hold' })]],
    ['if it was answered', [asked('1'), answered('1')]],
    ['if its tool failed', [asked('1'), answered('1', { shape: 'tool_error' })]],
    ['if the client got an error', [asked('1'), answered('1', { shape: 'failure' })]],
    ['if its answer was refused', [asked('1'), answered('1', { outcome: 'block' })]],
    ['if its answer could not be read', [asked('1'), answered('1', { shape: 'malformed', outcome: 'block' })]],
    ['if it is another session’s', [asked('1', { session: 's2' })]],
    ['if it is a notification', [asked('1', { shape: 'notification', rpcId: null })]],
    [
      'if the record may not have its id as it came',
      ['"a\\"b"', '"[REDACTED:x]"', '"a…', '1\n2'].map((id) => asked(id)),
    ],
  ])('but not %s', (_, rows) => {
    expect(openAfter(...rows)).toEqual([]);
  });
});
