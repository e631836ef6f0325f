import type { Layers } from '../sections/layers.js';
import type { PlacedWarning } from './placed-warning.js';

/** Limits that let nothing pass. */
export function zeroLimits({ rate_limit: limits, sampling }: Layers): PlacedWarning[] {
  const all: [string, unknown][] = [];
  for (const { source: place, rules } of limits) {
    const { tool_limits: tools, ...own } = rules;
    all.push([place, own]);
    for (const [tool, limit] of Object.entries(tools)) all.push([`${place}.tool_limits.${tool}`, limit]);
  }
  for (const { source: place, rules } of sampling)
    all.push([place, { rate_limit: rules.rate_limit }], [`${place}.rate_limit`, rules.rate_limit]);
  return all.flatMap(([place, section]) =>
    Object.entries(typeof section === 'object' && section !== null ? section : {})
      .filter(([, limit]) => limit === 0)
      .map(([key]): PlacedWarning => [`${place}.${key}`, 'a limit of zero lets nothing pass']),
  );
}

/** Sampling that one layer enables and another does not. */
export function overruledSampling(layers: Layers['sampling']): PlacedWarning[] {
  const refusing = layers.find(({ rules }) => !rules.enabled);
  if (!refusing) return [];
  return layers
    .filter(({ rules }) => rules.enabled)
    .map(({ source: place }) => [`${place}.enabled`, 'sampling is not enabled elsewhere, which counts']);
}
