import { describe, expect, it } from 'vitest';
import { auth } from '../../src/interceptors/auth.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

describe('in os mode', () => {
  const ask = (uid: number) => {
    const context = contextOf();
    return auth(scopeOf({}))?.toServer?.(read({ id: 1, method: 'ping' }), {
      ...context,
      actor: { ...context.actor, uid },
    });
  };
  const own = contextOf().actor.uid;

  it('the user that the daemon belongs to passes', () => {
    expect(ask(own)).toEqual({ kind: 'pass' });
  });

  it.each([own + 1, -1, Number.NaN])('another user (%d) does not', (uid) => {
    expect(ask(uid)).toMatchObject({ kind: 'block', error: { code: 'UNAUTHENTICATED', rule: 'auth.mode' } });
  });
});
