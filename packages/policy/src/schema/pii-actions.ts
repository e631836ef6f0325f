import { groupsOf, TYPES } from '@mcp-guard/detectors';
import type { Pii } from './pii.js';

export type PiiAction = 'block' | 'redact' | 'warn';
export type PiiSide = 'request' | 'response';

/** Actions by side; a missing side does nothing. */
type Actions = Pii['actions'][string];

/** Addresses of machines are in every log: they pass unless a configuration names them or this group. */
export const OPT_IN = 'pii.network';

/** The action for a type that no configuration names, by its group; the nearest group counts. */
const DEFAULTS: ReadonlyMap<string, Actions> = new Map([
  ['secret', { request: 'block', response: 'block' }],
  // The rest of the response is what was asked for.
  ['secret.temporary', { request: 'block', response: 'redact' }],
  ['known', { request: 'warn', response: 'warn' }],
  ['pii', { request: 'warn', response: 'warn' }],
  ['pii.national_id', { request: 'block', response: 'redact' }],
  ['pii.financial', { request: 'block', response: 'redact' }],
  ['binary', { request: 'warn', response: 'warn' }],
  [OPT_IN, {}],
]);
/** A type of the configuration is defined to be kept in. */
const CUSTOM_DEFAULT = { request: 'block', response: 'redact' } as const;

/** The more it keeps back, the higher. */
export const STRICTNESS: Readonly<Record<PiiAction, number>> = { warn: 1, redact: 2, block: 3 };

/** An action, and the key of `actions` that names it; of a default, the one that would change it. */
export interface NamedAction {
  readonly action: PiiAction | undefined;
  readonly name: string;
  readonly isDefault: boolean;
}

/**
 * The action of one section for a type by its `actions`, where the type itself comes before its groups, or by default.
 */
export function actionOf({ actions }: Pick<Pii, 'actions'>, type: string, side: PiiSide): NamedAction {
  const builtIn = TYPES.get(type);
  const groups = builtIn?.group === OPT_IN ? [OPT_IN] : groupsOf(builtIn?.group ?? '');
  const name = [type, ...groups].find((each) => own(actions, each)?.[side] !== undefined);
  if (name !== undefined) return { action: own(actions, name)?.[side], name, isDefault: false };
  const usual = groups.find((group) => DEFAULTS.has(group)) ?? '';
  return { action: DEFAULTS.get(usual)?.[side], name: usual, isDefault: true };
}

/** The action of one section for a type that it defines; nothing for any other type. */
export function customActionOf({ custom_types: custom }: Pick<Pii, 'custom_types'>, type: string, side: PiiSide) {
  const defined = own(custom, type);
  return defined && (defined.actions[side] ?? CUSTOM_DEFAULT[side]);
}

const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
