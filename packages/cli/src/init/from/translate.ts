import { hash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { isObject, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { splitCommand } from '@mcp-guard/policy';

/** A key of the file that is not in the new configuration. */
export interface Untaken {
  readonly place: string;
  readonly why: string;
}

export interface Translated {
  readonly config: JsonObject;
  readonly untaken: readonly Untaken[];
  /** Remarks about what was taken over. */
  readonly notes: readonly string[];
}

type Way = readonly string[];

const way = (place: string): Way => place.split('.');

/** Settings that mean the same under another name. The role `default` is that of every user who has no other. */
const MOVED: readonly (readonly [from: Way, to: Way])[] = [
  ['policies.max_spend_per_session', 'spend.max_per_session'],
  ['policies.require_approval_above', 'spend.require_approval_above'],
  ['policies.block_vendors', 'spend.block_vendors'],
  ['policies.allow_vendors', 'spend.allow_vendors'],
  ['policies.deny', 'auth.roles.default.permissions.denied_tools'],
  ['policies.audit_log', 'audit.jsonl'],
  ...['', 'policies.'].flatMap((above) => [
    [`${above}rate_limit.requests_per_minute`, 'auth.roles.default.rate_limit.requests_per_minute'] as const,
    [`${above}rate_limit.spend_per_hour_usd`, 'spend.max_per_hour'] as const,
  ]),
].map(([from = '', to = '']) => [way(from), way(to)]);

/** Why a setting has no counterpart. */
const REASONS: Readonly<Record<string, string>> = {
  routes: 'a client names the server that it wants',
  'policies.spend_cap_usd': 'it has no period: set spend.max_per_day, max_per_hour or max_per_session',
  'auth.jwt_secret': 'a shared secret proves no user: use auth.mode oauth with an OpenID provider',
  'auth.oauth2': 'write auth.oauth with the issuer and the client id',
};
const NO_SUCH = 'there is no such setting';

/** A configuration of the guard that has `policies` and `routes`, and its keys in a list. */
export function isForeign(file: JsonValue): file is JsonObject {
  if (!isObject(file)) return false;
  const auth = file['auth'];
  const hasForeignAuth = isObject(auth) && ('keys' in auth || 'jwt_secret' in auth || FOREIGN_MODES.has(auth['mode']));
  return ['policies', 'routes', 'rate_limit'].some((key) => key in file) || hasForeignAuth;
}
const FOREIGN_MODES: ReadonlySet<unknown> = new Set(['none', 'jwt', 'oauth2']);

/**
 * The same rules as a configuration of ours, as far as there are such rules.
 * @param path of the file: its relative paths start in its folder
 * @param env values of `${NAME}` where one is needed now
 */
export function translate(file: JsonObject, path: string, env: NodeJS.ProcessEnv): Translated {
  const translation = new Translation(path, env);
  for (const [key, value] of Object.entries(file)) {
    if (key === 'servers') translation.takeServers(value);
    else if (key === 'auth') translation.takeAuth(value);
    else translation.take([key], value);
  }
  return translation;
}

class Translation implements Translated {
  readonly config: Record<string, JsonValue> = { servers: {} };
  readonly untaken: Untaken[] = [];
  readonly notes: string[] = [];
  readonly #path: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(path: string, env: NodeJS.ProcessEnv) {
    this.#path = path;
    this.#env = env;
  }

  take(from: Way, value: JsonValue): void {
    const moved = MOVED.find(([each]) => each.join('.') === from.join('.'));
    const why = REASONS[from.join('.')];
    if (moved) this.#set(moved[1], moved[1].join('.') === 'audit.jsonl' ? this.#toPath(value) : value);
    else if (why === undefined && isObject(value))
      for (const [key, inner] of Object.entries(value)) this.take([...from, key], inner);
    else this.#leave(from, why ?? NO_SUCH);
  }

  takeServers(servers: JsonValue): void {
    if (!isObject(servers)) return this.#leave(['servers'], 'it is no map of servers');
    for (const [name, server] of Object.entries(servers)) {
      if (!isObject(server)) this.#leave(['servers', name], 'it is no map of settings');
      else {
        const entries = Object.entries(server);
        for (const [key] of entries.filter(([each]) => !TAKEN.has(each))) this.#leave(['servers', name, key], NO_SUCH);
        this.#set(['servers', name], toServer(Object.fromEntries(entries.filter(([key]) => TAKEN.has(key)))));
      }
    }
  }

  takeAuth(auth: JsonValue): void {
    if (!isObject(auth)) return this.#leave(['auth'], NO_SUCH);
    for (const [key, value] of Object.entries(auth)) {
      if (key === 'mode') this.#takeMode(value);
      else if (key === 'keys' && Array.isArray(value)) this.#takeKeys(value);
      else this.take(['auth', key], value);
    }
  }

  #takeMode(mode: JsonValue): void {
    if (mode === 'api_key') this.#set(['auth', 'mode'], mode);
    else if (mode !== 'none')
      this.#leave(['auth', 'mode'], 'users are those of this machine (auth.mode os) until you set another');
  }

  /** Only hashes are written: what reads the new file learns no key. */
  #takeKeys(keys: readonly JsonValue[]): void {
    for (const [index, key] of keys.entries()) {
      const text = typeof key === 'string' ? this.#valueOf(key) : undefined;
      if (text === undefined) this.#leave(['auth', `keys[${index}]`], 'its variable is not set in this terminal');
      else this.#set(['auth', 'api_keys', `sha256:${hash('sha256', text)}`], { roles: ['default'] });
    }
    if (keys.length > 0) this.notes.push('each client sends its key in the variable MCP_GUARD_API_KEY');
  }

  #valueOf(text: string): string | undefined {
    const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
    const value = name === undefined ? text : this.#env[name];
    return value === '' || value?.includes('${') ? undefined : value;
  }

  #toPath(value: JsonValue): JsonValue {
    const isRelative = typeof value === 'string' && !/^[/~]|\$\{/.test(value);
    return isRelative ? resolve(dirname(this.#path), value) : value;
  }

  #set(to: Way, value: JsonValue): void {
    let place: Record<string, JsonValue> = this.config;
    for (const step of to.slice(0, -1)) {
      const next = place[step];
      const inner: Record<string, JsonValue> = isObject(next) ? { ...next } : {};
      place[step] = inner;
      place = inner;
    }
    place[to.at(-1) ?? ''] = value;
    const note = 'the guard sees what a call costs only where spend.tools says where its arguments name the amount';
    if (to[0] === 'spend' && !this.notes.includes(note)) this.notes.push(note);
  }

  #leave(from: Way, why: string): void {
    this.untaken.push({ place: from.join('.'), why });
  }
}

/** Settings of a server that are the same here. */
const TAKEN: ReadonlySet<string> = new Set(['transport', 'command', 'args', 'env', 'cwd', 'url', 'headers']);

/** A command may be one text there. */
function toServer(server: JsonObject): JsonObject {
  const { command, args } = server;
  const words =
    typeof command === 'string' && (args === undefined || args === null) ? splitCommand(command) : undefined;
  if (words === undefined) return server;
  const [program, ...more] = words;
  return { ...server, command: program, args: more };
}
