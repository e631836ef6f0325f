import { hintText } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import type { AuditRow } from '../../src/record/audit-store.js';
import { hintFor, takenValues } from '../../src/record/row-hint.js';
import { entry } from '../entry.js';

const row = (more: Partial<AuditRow>): AuditRow => ({
  ...entry({ outcome: 'block', code: 'POLICY_DENIED', method: 'tools/call', server: 'files', target: 'delete' }),
  seq: 1,
  hash: '',
  ...more,
});

describe('the hint for a refusal', () => {
  it.each<[Partial<AuditRow>, string | undefined]>([
    [{}, 'mcp-guard explain files delete'],
    [{ server: 'my files', target: "it's; rm -rf /" }, `mcp-guard explain 'my files' 'it'\\''s; rm -rf /'`],
    [{ target: '' }, `mcp-guard explain files ''`],
    [{ code: 'UNAUTHENTICATED', detail: 'the login has expired; a person must log in again' }, 'mcp-guard auth login'],
    [{ code: 'UNAUTHENTICATED', detail: 'this guard belongs to another user' }, undefined],
    [
      { code: 'UPSTREAM_UNAVAILABLE', detail: 'the server files needs the user to log in; ask the user to do that' },
      'mcp-guard auth login files',
    ],
    [{ code: 'UPSTREAM_UNAVAILABLE', detail: 'the server files ended' }, undefined],
    [{ outcome: 'allow' }, undefined],
    [{ code: 'RATE_LIMITED' }, undefined],
    [
      { code: 'RATE_LIMITED', rule: 'servers.files.max_sessions' },
      'the limit is servers.files.max_sessions: raise it if more is meant to pass',
    ],
    [
      { code: 'MALFORMED_MESSAGE', rule: 'daemon.max_depth' },
      'the limit is daemon.max_depth: raise it if more is meant to pass',
    ],
    [{ target: '--yes' }, 'mcp-guard explain -- files --yes'],
    [{ target: 'x\nreboot' }, String.raw`mcp-guard explain files 'x\u{a}reboot'`],
    ...['(built in)', 'mcp-guard.yaml:3:5 servers.files.policy.permissions.arguments[0]'].map(
      (rule): [object, string] => [
        { rule, seq: 5 },
        'its arguments decided, which are not recorded; without them: mcp-guard explain 5',
      ],
    ),
    [{ method: 'resources/read' }, undefined],
    [{ target: null }, undefined],
    [
      {
        code: 'CONTENT_BLOCKED',
        seq: 7,
        detail: 'it holds a key (aws_key) at /a; its fingerprint is 0123456789abcdef',
      },
      'if it is a false alarm: mcp-guard except 7',
    ],
    [
      {
        outcome: 'redact',
        seq: 8,
        detail:
          'withheld /result/instructions for a key (aws_key) at /result/instructions, its fingerprint is 0123456789abcdef; refused aws_key at /result/instructions',
      },
      'if it is a false alarm: mcp-guard except 8',
    ],
    [{ outcome: 'redact', detail: 'took out email at /a' }, undefined],
    [{ code: 'CONTENT_BLOCKED', detail: 'the message holds [REDACTED:email]' }, undefined],
    [
      {
        code: 'CONTENT_BLOCKED',
        seq: 9,
        detail: 'the message holds [REDACTED:ssn], which mcp-guard has put into a response in place of the original',
      },
      'if it is a false alarm: mcp-guard except 9',
    ],
  ])('%j is %s', (more, hint) => {
    const found = hintFor(row(more));
    expect(found && hintText(found)).toBe(hint);
  });
});

describe('the values that were taken out of a message', () => {
  const F = '0123456789abcdef';
  it.each<[string, string, readonly string[]]>([
    ['one', `took out ssn at /result/a, its fingerprint is ${F}`, ['ssn']],
    [
      'two of three',
      `took out ssn at /a, its fingerprint is ${F}; took out iban at /b, its fingerprint is ${F}; noticed email at /c`,
      ['ssn', 'iban'],
    ],
    ['of older rows', 'took out ssn at /result/a', []],
    [
      'not in a name of another place',
      `took out ssn at /a, its fingerprint is ${F}; took out iban at /b, its fingerprint is ${F}, its fingerprint is ${F}`,
      ['ssn'],
    ],
    ['not behind a name with a semicolon', `noticed email at /x; took out ssn at /a, its fingerprint is ${F}`, []],
  ])('are %s', (_, detail, types) => {
    expect(takenValues(row({ outcome: 'redact', code: null, detail })).map(({ type }) => type)).toEqual(types);
    expect(takenValues(row({ outcome: 'block', detail }))).toEqual([]);
  });
});
