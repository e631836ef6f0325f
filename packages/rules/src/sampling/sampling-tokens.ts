import { foldNames, isObject, member, type JsonEdit } from '@mcp-guard/core';
import type { Asked } from '../input/embedded-requests.js';

/** The outcome of one request: it is refused, or its number is set. */
interface Cut {
  readonly refusal?: string;
  readonly edit?: JsonEdit;
  readonly note?: string;
}

const KEY = 'maxTokens';
/** Letters only; other names under which clients or the providers behind them read the same number. */
const ALIASES: ReadonlySet<string> = new Set([
  'maxtokens',
  'maxoutputtokens',
  'maxcompletiontokens',
  'maxnewtokens',
  'maxtokenstosample',
]);

/** Holds one request to the cap. A number that some client may take for "no limit" is refused. */
export function capTokens({ params, path }: Asked, most: number): Cut {
  if (!isObject(params) || namesLimitOtherwise(params, KEY) || namesLimitOtherwise(member(params, 'metadata'))) {
    return { refusal: 'the number of tokens that the server asks the model for is unclear' };
  }
  const wanted = member(params, KEY);
  const edit = { path: [...path, KEY], value: most };
  if (wanted === undefined) return { edit, note: `set ${KEY} to ${most}` };
  if (typeof wanted !== 'number' || wanted < 1 || wanted % 1 > 0) {
    return { refusal: 'the server does not ask the model for a number of tokens' };
  }
  return wanted > most ? { edit, note: `cut ${KEY} from ${wanted} to ${most}` } : {};
}

/** The metadata goes to the provider of the model as it is. */
const namesLimitOtherwise = (object: unknown, exact?: string): boolean =>
  isObject(object) &&
  Object.keys(object).some(
    (key) => key !== exact && foldNames(key).some((fold) => ALIASES.has(fold.replaceAll(/[^a-z]/g, ''))),
  );
