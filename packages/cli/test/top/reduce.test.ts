import { describe, expect, it } from 'vitest';
import { readKeys } from '../../src/top/keys.ts';
import { reduce, type Reduced } from '../../src/top/reduce.ts';
import { INITIAL, type TopState } from '../../src/top/state.ts';
import { nowView, pendingView, seenOf } from './views.ts';

const [FIRST = '', SECOND = '', THIRD = ''] = ['1', '2', '3'].map((digit) => digit.repeat(16));
const pending = [FIRST, SECOND, THIRD].map((id) => pendingView({ id }));
const BODY = { columns: 80, rows: 8 };

const press = (typed: readonly string[], state: TopState = INITIAL, seen = seenOf(nowView(), pending)): Reduced =>
  typed.flatMap(readKeys).reduce<Reduced>((so, key) => reduce(so.state, key, seen, BODY), { state });

describe('keys', () => {
  it('choose a call, which stays chosen while the list moves under it', () => {
    const { state } = press(['\u001b[B', 'j', 'j', 'j', 'k']);
    expect(state.chosen).toBe(SECOND);
    const { effect } = press(['a'], state, seenOf(nowView(), pending.slice(1)));
    expect(effect).toEqual({ kind: 'decide', wish: 'approve', id: SECOND });
  });

  it.each([
    ['a', 'approve'],
    ['d', 'deny'],
    ['h', 'hour'],
  ])('%s asks to %s the call that is shown, and decides nothing by itself', (key, wish) => {
    expect(press(['j', '\r', key]).effect).toEqual({ kind: 'decide', wish, id: SECOND });
  });

  it('decide nothing where none waits, or about one that is gone', () => {
    expect(press(['a'], INITIAL, seenOf(nowView()))).toEqual({
      state: { ...INITIAL, message: 'no call waits for a person' },
    });
    const { state } = press(['\r']);
    expect(press(['a'], state, seenOf(nowView(), pending.slice(1))).effect).toBeUndefined();
  });

  it('that are pasted decide nothing', () => {
    expect(readKeys('jay\n')).toEqual(['down', 'open']);
    expect(readKeys('a')).toEqual(['approve']);
    expect(readKeys('\u001b[1;5Ad')).toEqual([]);
  });

  it('halt all calls with two presses and nothing between, and ask for a release while they are halted', () => {
    const wished = press(['x']);
    expect(wished).toEqual({
      state: { ...INITIAL, isHaltWished: true, message: 'x once more halts all calls' },
    });
    expect(press(['x'], wished.state).effect).toEqual({ kind: 'halt' });
    expect(press(['x', 'j', 'x']).effect).toBeUndefined();
    expect(readKeys('xx')).toEqual([]);
    const halt = { at: 1, by: 'anna', reason: null, ends: false, problem: null };
    expect(press(['x'], INITIAL, seenOf(nowView({ halt }), pending)).effect).toEqual({ kind: 'release' });
  });

  it('scroll the whole call to its end and no further', () => {
    const { state } = press(['\r', ...Array.from({ length: 9 }, () => ' ')]);
    expect(state.details?.from).toBeLessThan(20);
    expect(press(['k'], state).state.details?.from).toBe((state.details?.from ?? 0) - 1);
  });

  it('lead back from what covers the screen before they quit', () => {
    expect(press(['?', 'q'])).toEqual({ state: INITIAL });
    expect(press(['?', 'q', 'q']).effect).toEqual({ kind: 'quit' });
    expect(press(['\u0003']).effect).toEqual({ kind: 'quit' });
    expect(press(['p', '\t']).state).toMatchObject({ isPaused: true, focus: 'sessions' });
  });
});
