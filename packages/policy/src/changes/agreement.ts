import { createHash, randomUUID } from 'node:crypto';
import { isObject, member, tryParseJson, safe, type JsonValue } from '@mcp-guard/core';
import { isOfRemote } from '../launches/launches.js';

/** A folder: no other one has its number as long as it exists. */
export interface FolderIdentity {
  /** Its name, and its target. */
  readonly path: string;
  readonly target: string;
  /** 0 if there was none. */
  readonly inode: number;
}

/** The premises that a daemon is about to run from. */
export interface Premises {
  /** The place where bridges look for it. */
  readonly entrance: FolderIdentity;
  /** Its own home, if the configuration names another. */
  readonly home: FolderIdentity;
  /** The path of the configuration. */
  readonly config: string;
  readonly folder: FolderIdentity;
  /**
   * Hash of a key in the home that no message may name; empty if there is none yet. It stands in for the number of
   * the device, which changes whenever a machine or a container starts: a folder that was copied, or made where one was
   * deleted, has not both number and key.
   */
  readonly mark: string;
  /** The parts of servers that decide which program runs, by server. */
  readonly launches: ReadonlyMap<string, string>;
}

/** How a person agreed on it. */
export type AgreedBy = 'first start' | 'terminal' | 'flag' | 'reload' | 'restart' | 'init';

/** The stored form of premises that a person has agreed on. It holds no secret: command lines are hashed. */
export interface Agreement extends Omit<Premises, 'launches'> {
  readonly version: 1;
  readonly salt: string;
  /** Hash of what decides which program runs, by the name of the server. */
  readonly servers: Readonly<Record<string, string>>;
  readonly by: AgreedBy;
  /** Unix seconds. */
  readonly at: number;
}

/** One difference from what was agreed on, for people. */
export interface Difference {
  readonly kind: 'place' | 'server';
  readonly what: string;
  /** Its name, if it is about one. */
  readonly server?: string;
}

export function agreeOn(premises: Premises, by: AgreedBy): Agreement {
  const { launches, ...rest } = premises;
  const salt = randomUUID();
  const servers = Object.fromEntries([...launches].map(([name, text]) => [name, hashOf(salt, text)]));
  return { version: 1, ...rest, salt, servers, by, at: Math.floor(Date.now() / 1000) };
}

const isOther = (before: FolderIdentity, now: FolderIdentity): boolean =>
  before.path !== now.path || before.target !== now.target || (before.inode !== 0 && before.inode !== now.inode);

/** A part that exists now and was not agreed on; a missing part needs no agreement. */
export function compare(agreed: Agreement, now: Premises): readonly Difference[] {
  const areOne = agreed.home.path === agreed.entrance.path && now.home.path === now.entrance.path;
  const isInside = now.folder.path === now.entrance.path;
  const places = [
    ...(isOther(agreed.entrance, now.entrance) ? [`${show(now.entrance.path)} is another folder than before`] : []),
    ...(agreed.mark === '' || agreed.mark === now.mark
      ? []
      : [`${show(now.entrance.path)} has not the keys that it had`]),
    ...(!areOne && isOther(agreed.home, now.home)
      ? [`the home is another folder than before: ${show(now.home.path)}`]
      : []),
    ...(!isInside && isOther(agreed.folder, now.folder)
      ? [`the folder of the configuration is another one than before: ${show(now.folder.path)}`]
      : []),
  ].map((what): Difference => ({ kind: 'place', what }));
  const servers = [...now.launches].flatMap(([name, text]): Difference[] => {
    const known = Object.hasOwn(agreed.servers, name) ? agreed.servers[name] : undefined;
    if (known === hashOf(agreed.salt, text)) return [];
    const what = known === undefined ? 'is new' : `is ${isOfRemote(text) ? 'reached' : 'started'} differently`;
    return [{ kind: 'server', what: `the server ${show(name)} ${what}`, server: name }];
  });
  return [...places, ...servers];
}

/** The agreement is already kept as it would be stored now. */
export const isSettled = (agreed: Agreement, now: Premises): boolean =>
  compare(agreed, now).length === 0 &&
  agreed.mark === now.mark &&
  agreed.home.inode === now.home.inode &&
  Object.keys(agreed.servers).length === now.launches.size;

/** Returns nothing for a text that is no agreement. */
export function parseAgreement(text: string): Agreement | undefined {
  const value = tryParseJson(text);
  if (!isObject(value) || value['version'] !== 1) return undefined;
  const [entrance, home, folder] = ['entrance', 'home', 'folder'].map((key) => toIdentity(value[key]));
  const { config, mark, salt, servers, by, at } = value;
  if (!entrance || !home || !folder || typeof config !== 'string' || typeof mark !== 'string') return undefined;
  if (typeof salt !== 'string' || !isObject(servers) || typeof at !== 'number' || !isAgreedBy(by)) return undefined;
  const hashes = new Map<string, string>();
  for (const [name, hash] of Object.entries(servers)) {
    if (typeof hash !== 'string') return undefined;
    hashes.set(name, hash);
  }
  return { version: 1, entrance, home, config, folder, mark, salt, servers: Object.fromEntries(hashes), by, at };
}

const WAYS: readonly AgreedBy[] = ['first start', 'terminal', 'flag', 'reload', 'restart', 'init'];
const isAgreedBy = (value: JsonValue | undefined): value is AgreedBy => WAYS.some((way) => way === value);

function toIdentity(value: JsonValue | undefined): FolderIdentity | undefined {
  const [path, target, inode] = ['path', 'target', 'inode'].map((key) => member(value, key));
  if (typeof path !== 'string' || typeof target !== 'string' || typeof inode !== 'number') return undefined;
  return { path, target, inode };
}

const show = (text: string): string => safe(text, 300);
export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
