import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { ERRORS, GuardError, isErrorCode, toFailure, type ErrorCode } from '../src/errors.js';
import { readStrict } from '../src/wire/read-strict.js';
import { character } from './support/character.js';

/** The table of the design: JSON-RPC, HTTP, exit code. `CONFIG_INVALID` never goes over JSON-RPC. */
const TABLE: Readonly<Record<ErrorCode, readonly [number, number, number]>> = {
  MALFORMED_MESSAGE: [-32600, 400, 65],
  INTERNAL: [-32603, 500, 70],
  UNAUTHENTICATED: [10401, 401, 77],
  SPEND_LIMIT: [10402, 402, 77],
  POLICY_DENIED: [10403, 403, 77],
  CONTENT_BLOCKED: [10422, 403, 77],
  UNKNOWN_SERVER: [10404, 404, 69],
  APPROVAL_REQUIRED: [-32004, 409, 75],
  MESSAGE_TOO_LARGE: [10413, 413, 65],
  HALTED: [10423, 423, 75],
  RATE_LIMITED: [10429, 429, 75],
  UPSTREAM_UNAVAILABLE: [10502, 502, 69],
  DAEMON_UNAVAILABLE: [10503, 503, 69],
  CONFIG_INVALID: [-32603, 422, 78],
  USAGE: [-32603, 400, 64],
};
const CODES = Object.keys(ERRORS).filter(isErrorCode);

const failureOf = (error: GuardError, id?: string, auditId?: string) => {
  const message = readStrict(toFailure(error, id, auditId), 8);
  if (message.kind !== 'failure') throw new Error(`a refusal was read as ${message.kind}`);
  return message;
};

describe('the table of errors', () => {
  it.each(CODES)('%s has the numbers of the design', (code) => {
    const { rpc, http, exit } = ERRORS[code];
    expect([rpc, http, exit]).toEqual(TABLE[code]);
    expect(new GuardError(code, 'why')).toMatchObject({ code, rpc, exit, name: 'GuardError', message: 'why' });
  });

  it('has every code of the design and no other', () => {
    expect(CODES.toSorted()).toEqual(Object.keys(TABLE).toSorted());
  });

  it('uses of the range that MCP keeps for itself only the standard codes and the one of approvals', () => {
    const numbers = new Set<number>(CODES.map((code) => ERRORS[code].rpc));
    const kept = [...numbers].filter((rpc) => rpc <= -32_000 && rpc >= -32_768);
    expect(new Set(kept)).toEqual(new Set([-32_004, -32_600, -32_603]));
  });

  it.each(['constructor', '__proto__', 'toString', 'internal', '', 403, null])('%j is no code', (code) => {
    expect(isErrorCode(code)).toBe(false);
  });
});

describe('GuardError.from', () => {
  it('passes on what is one already', () => {
    const error = new GuardError('RATE_LIMITED', 'slow down');
    expect(GuardError.from(error)).toBe(error);
  });

  it.each([new Error('AKIAIOSFODNN7EXAMPLE'), 'AKIAIOSFODNN7EXAMPLE', null, undefined, { code: 'POLICY_DENIED' }])(
    'keeps %j as the cause and repeats nothing of it',
    (thrown) => {
      const error = GuardError.from(thrown);
      expect(error).toMatchObject({ code: 'INTERNAL', message: 'unexpected failure inside mcp-guard', cause: thrown });
      expect(toFailure(error, '1', 'row').toString()).not.toContain('AKIA');
    },
  );
});

describe('toFailure', () => {
  it('is an error under the id, marked as the guard’s, with code, rule and audit row', () => {
    const error = new GuardError('POLICY_DENIED', 'this tool is not allowed', { rule: 'servers.x.policy' });
    expect(toFailure(error, '"a"', '6').toString()).toBe(
      '{"jsonrpc":"2.0","id":"a","error":{"code":10403,"message":"mcp-guard refused this: this tool is not allowed (record 6)",' +
        '"data":{"source":"mcp-guard","code":"POLICY_DENIED","rule":"servers.x.policy","audit_id":"6"}}}',
    );
  });

  it('keeps every digit of the id, and has none where none could be read', () => {
    const error = new GuardError('INTERNAL', 'x');
    expect(toFailure(error, '9007199254740993', undefined).toString()).toContain('"id":9007199254740993,');
    expect(failureOf(error).value['id']).toBe(null);
  });

  it('has the number of a text that is not even JSON where the error says so', () => {
    expect(failureOf(new GuardError('MALFORMED_MESSAGE', 'x', { rpc: -32_700 })).error['code']).toBe(-32_700);
  });

  it.each(CODES)('of %s never says the hint or the cause', (code) => {
    const error = new GuardError(code, 'why', { hint: 'run: mcp-guard approve 1', cause: new Error('secret cause') });
    const line = toFailure(error, '1', 'row').toString();
    expect(line).not.toMatch(/hint|mcp-guard approve|secret cause/);
  });

  it('says of a call that waits for a person that it is held', () => {
    const message = expect.stringMatching(/^mcp-guard holds this: x$/);
    expect(failureOf(new GuardError('APPROVAL_REQUIRED', 'x')).error).toMatchObject({ message });
  });

  it('says of a server that has failed who failed, and not that anything was refused', () => {
    const message = 'mcp-guard: the server dead failed: it accepts no connections (record 5)';
    const error = new GuardError('UPSTREAM_UNAVAILABLE', 'the server dead failed: it accepts no connections');
    expect(failureOf(error, '1', '5').error).toMatchObject({ message });
  });

  it('is one line to every line reader, whatever it says', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\n', '\r', '\u2028', '\u0085', '"'),
        fc.string({ unit: character, minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(texts, texts, (message, rule) => {
        const line = toFailure(new GuardError('POLICY_DENIED', message, { rule }), '1', 'row');
        expect(line.toString()).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
        const words = `mcp-guard refused this: ${message} (record row)`;
        expect(JSON.parse(line.toString())).toMatchObject({ id: 1, error: { message: words, data: { rule } } });
      }),
    );
  });
});
