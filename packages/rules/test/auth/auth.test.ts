import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/exchange/actor.js';
import { auth } from '../../src/auth/auth.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const ask = (direction: 'toServer' | 'toClient', changed: Partial<Actor>) => {
  const context = contextOf();
  const whole = { ...context, actor: { ...context.actor, ...changed } };
  return auth(scopeOf({}))?.[direction]?.(read({ id: 1, method: 'ping' }), whole);
};

describe.each(['toServer', 'toClient'] as const)('%s', (direction) => {
  const own = contextOf().actor.origin.uid;

  it('the user who owns the daemon passes', () => {
    expect(ask(direction, {})).toEqual({ kind: 'pass' });
  });

  it.each([own + 1, -1, Number.NaN])('another user (%d) is refused', (uid) => {
    expect(ask(direction, { origin: { kind: 'local', uid, pid: 1 } })).toMatchObject({
      kind: 'block',
      error: { code: 'UNAUTHENTICATED', rule: 'auth.mode' },
    });
  });

  it('an actor without a valid proof is refused, and the model does not read the command', () => {
    const refusal = {
      message: 'a person must log in again',
      hint: { command: 'mcp-guard auth login' },
      rule: 'auth.mode',
    };
    expect(ask(direction, { refusal })).toMatchObject({
      kind: 'block',
      error: { code: 'UNAUTHENTICATED', ...refusal },
    });
  });
});
