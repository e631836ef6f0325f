import type { Layers } from '../sections/layers.js';
import { hasAllowList } from '../sections/permissions.js';
import type { PlacedWarning } from './placed-warning.js';

/** The treatment of a method that the guard does not know: a server may know it as another name of `tools/call`. */
export function unknownMethods(
  server: string,
  { unknown_methods: methods, permissions }: Layers,
): { found: PlacedWarning[]; note?: string } {
  const isListed = permissions.some(({ rules }) => hasAllowList(rules));
  if (methods.some(({ rules }) => rules === 'refuse')) {
    return { found: [], note: `unknown methods are refused${isListed ? ', since an allow list is set' : ''}` };
  }
  if (!isListed) return { found: [] }; // the default: they are carried, and their name and uri matched against the lists
  const place = methods[0]?.source ?? `servers.${server}`;
  return { found: [[place, 'unknown methods are carried, although no allow list describes them']] };
}
