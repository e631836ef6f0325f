import type { Layers } from '../sections/layers.js';
import type { Spend } from '../sections/spend.js';
import type { PlacedWarning } from './placed-warning.js';

/** Caps that limit less than their author may expect. */
export function ofSpend(layers: Layers['spend'], isCounted: boolean): PlacedWarning[] {
  const tools = layers.flatMap(({ rules }) => Object.values(rules.tools));
  const currencies = new Set(layers.filter(({ rules }) => countsMoney(rules)).map(({ rules }) => rules.currency));
  const hasLongCap = layers.some(({ rules }) => rules.max_per_hour !== null || rules.max_per_day !== null);
  return layers.flatMap(({ source: place, rules }): PlacedWarning[] => {
    const found: PlacedWarning[] = [];
    if (hasCaps(rules) && !isCounted) found.push([place, 'nothing is counted: no tool has a price in `tools`']);
    if (rules.max_per_session !== null && !hasLongCap)
      found.push([
        `${place}.max_per_session`,
        'each new connection starts again at zero; max_per_hour and max_per_day do not',
      ]);
    if (countsMoney(rules) && currencies.size > 1)
      found.push([`${place}.currency`, 'what a call costs is counted in several currencies, so the call is refused']);
    if (rules.allow_vendors && tools.some(({ vendor }) => vendor === undefined))
      found.push([`${place}.allow_vendors`, 'calls of tools without a `vendor` are refused']);
    return found;
  });
}

const hasCaps = (rules: Spend): boolean =>
  [rules.max_per_call, rules.max_per_session, rules.max_per_hour, rules.max_per_day, rules.require_approval_above].some(
    (cap) => cap !== null,
  );
const countsMoney = (rules: Spend): boolean => hasCaps(rules) || Object.keys(rules.tools).length > 0;
