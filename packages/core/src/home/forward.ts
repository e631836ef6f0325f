import { GuardError } from '../errors.js';
import { safe } from '../safe.js';

/** Names the variables of a client's entry whose values the bridge sends along: `GITHUB_TOKEN, API_URL`. */
const FORWARD = 'MCP_GUARD_FORWARD';

/** Values in one hello. */
export const MAX_FORWARDED = 64;

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** A client may be asked for a variable: the guard's own ones, such as its credential, stay private. */
export const isForwardName = (name: string): boolean => NAME.test(name) && !name.startsWith('MCP_GUARD_');

/** The values that `MCP_GUARD_FORWARD` names, as the client resolved them. Throws CONFIG_INVALID with names, never with a value. */
export function readForward(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const names = (env[FORWARD] ?? '').trim();
  if (names === '') return values;
  for (const name of names.split(',', MAX_FORWARDED + 1).map((each) => each.trim())) {
    if (values.size === MAX_FORWARDED) throw invalid(`names more than ${MAX_FORWARDED} variables`);
    if (!isForwardName(name)) throw invalid(`names "${safe(name, 40)}", which is no variable that can be sent`);
    if (values.has(name)) throw invalid(`names ${name} twice`);
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined) throw invalid(`names ${name}, which is not set in the environment of this entry`);
    values.set(name, value);
  }
  return values;
}

const invalid = (what: string): GuardError => new GuardError('CONFIG_INVALID', `${FORWARD} ${what}`);
