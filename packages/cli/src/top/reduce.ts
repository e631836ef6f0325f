import { detailLines } from './details.js';
import type { Key } from './keys.js';
import type { Size } from './line.js';
import { findChosen, type Seen, type TopState } from './state.js';

/** A decision about one call, for which a person has to be asked. */
export interface DecideEffect {
  readonly kind: 'decide';
  readonly wish: 'approve' | 'deny' | 'hour';
  readonly id: string;
}

/** An effect of a key beyond the screen. */
export type Effect = { readonly kind: 'quit' | 'stop' | 'redraw' | 'halt' | 'release' } | DecideEffect;

export interface Reduced {
  readonly state: TopState;
  readonly effect?: Effect;
}

const PAGE = 10;
const STEPS = { up: -1, down: 1, 'page-up': -PAGE, 'page-down': PAGE };

/**
 * Applies a key to the state.
 * @param body the part of the screen above its foot
 */
export function reduce(before: TopState, key: Key, seen: Seen, body: Size): Reduced {
  const state = { ...before, message: '', isHaltWished: false };
  switch (key) {
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
      return { state: move(state, STEPS[key], seen, body) };
    case 'open':
      return { state: open(state, seen) };
    case 'back':
      return { state: uncover(state) };
    case 'switch':
      return { state: { ...state, focus: state.focus === 'sessions' ? 'approvals' : 'sessions' } };
    case 'pause':
      return { state: { ...state, isPaused: !state.isPaused } };
    case 'halt':
      return halt(state, before.isHaltWished, seen);
    case 'help':
      return { state: { ...state, isHelp: !state.isHelp } };
    case 'approve':
    case 'deny':
    case 'hour':
      return decide(state, key, seen);
    case 'quit':
      return isCovered(state) ? { state: uncover(state) } : { state, effect: { kind: 'quit' } };
    case 'stop':
    case 'redraw':
      return { state, effect: { kind: key } };
  }
}

/** It takes two presses to halt; a release asks on the terminal. */
function halt(state: TopState, isWished: boolean, { now }: Seen): Reduced {
  if (now?.halt) return { state, effect: { kind: 'release' } };
  if (isWished) return { state, effect: { kind: 'halt' } };
  return { state: { ...state, isHaltWished: true, message: 'x once more halts all calls' } };
}

const isCovered = ({ isHelp, details }: TopState): boolean => isHelp || details !== undefined;

const uncover = (state: TopState): TopState => ({ ...state, isHelp: false, details: undefined });

function open(state: TopState, seen: Seen): TopState {
  if (isCovered(state)) return uncover(state);
  const approval = findChosen(state, seen);
  if (!approval) return { ...state, message: 'no call waits for a person' };
  return { ...state, focus: 'approvals', chosen: approval.id, details: { id: approval.id, from: 0 } };
}

function move(state: TopState, step: number, seen: Seen, body: Size): TopState {
  if (state.isHelp) return state;
  if (state.details) {
    const approval = findChosen(state, seen);
    const lines = approval ? detailLines(approval, approval.createdAt * 1000, body.columns).length : 0;
    return { ...state, details: { ...state.details, from: within(state.details.from + step, lines - body.rows) } };
  }
  if (state.focus === 'sessions') {
    const last = Math.max(0, (seen.now?.sessions.length ?? 0) - 1);
    return { ...state, sessionsFrom: within(state.sessionsFrom + step, last) };
  }
  const at = seen.pending.findIndex(({ id }) => id === findChosen(state, seen)?.id);
  return { ...state, chosen: seen.pending[within(at + step, seen.pending.length - 1)]?.id };
}

const within = (at: number, last: number): number => Math.max(0, Math.min(at, last));

function decide(state: TopState, wish: DecideEffect['wish'], seen: Seen): Reduced {
  const approval = findChosen(state, seen);
  if (!approval) return { state: { ...state, message: 'no call waits for a person' } };
  return { state: { ...state, chosen: approval.id }, effect: { kind: 'decide', wish, id: approval.id } };
}
