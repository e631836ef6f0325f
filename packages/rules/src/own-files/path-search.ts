import {
  META_CLIENT_CAPABILITIES,
  META_PROTOCOL_VERSION,
  foldName,
  isObject,
  type JsonObject,
  type JsonValue,
} from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import { isRootList } from './act.js';
import type { OwnFiles } from './files.js';
import { isPlainName, MAX_PATH, PathReader, type FoundPath } from './path-reader.js';
import { pathViews, shorten } from './path-views.js';
import type { Start } from './folder.js';

type Keys = ReadonlySet<string>;

/** Words of the protocol where they stand as such: they name nothing. */
const ENVELOPE: Keys = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);
const MEMBERS: Keys = new Set(['name', 'uri', 'arguments', '_meta', 'ref', 'argument', 'cursor', 'requestId', 'roots']);
const META: Keys = new Set(['progressToken', META_PROTOCOL_VERSION, META_CLIENT_CAPABILITIES]);
const NONE: Keys = new Set();

/** These name the act, and no file. */
const OPERATION_KEYS: Keys = new Set(
  'action operation op command cmd mode method verb subcommand args argv arguments params'.split(' '),
);
/** Their members are known by these keys, whatever the variables are called. */
const ENVIRONMENTS: Keys = new Set(['env', 'environment']);
/** More are not kept in mind; a message that has more is to be refused where it names a place that may not be replaced. */
const MAX_TOUCHES = 4096;
/** Names that are looked up in folders which the message names. */
const MAX_JOINED = 16_384;

/** A message names a place that may not be replaced, in one of its members. */
export interface Touch extends FoundPath {
  /** The key of the member that holds it; empty for a key. */
  readonly key: string;
}

/** Looks for the guard's own files in one message, and for what it may not replace. */
export class PathSearch {
  /** Other places that it names. */
  readonly touches: Touch[] = [];
  /** The operations that it names. */
  readonly operations: string[] = [];
  /** The keys of members that hold a text, as far as there are few. */
  readonly keys: Set<string> = new Set<string>();
  readonly #files: OwnFiles;
  readonly #reader: PathReader;
  readonly #cwd: string;
  /** The places that texts name, of those that a path can be as long as; the same text may stand under another key again. */
  readonly #seen = new Map<string, readonly FoundPath[]>();
  readonly #onWork: OnWork | undefined;
  #joined = 0;

  /**
   * @param starts where a relative path may start: the working folder, then others
   * @param homes what `~` may be
   * @param onWork see `ScanOptions`
   */
  constructor(files: OwnFiles, starts: readonly [Start, ...Start[]], homes: readonly string[], onWork?: OnWork) {
    this.#files = files;
    this.#onWork = onWork;
    this.#cwd = starts[0].path;
    this.#reader = new PathReader(files, starts, homes, onWork);
  }

  /** Then it named more than was looked at, and is to be refused. */
  get isCutShort(): boolean {
    return this.#reader.isCutShort || this.touches.length > MAX_TOUCHES || this.#joined > MAX_JOINED;
  }

  /** A string or key of the message names one of them. */
  finds(message: JsonObject): boolean {
    const found = this.#findsInEnvelope(message);
    this.#reader.report();
    return found;
  }

  #findsInEnvelope(message: JsonObject): boolean {
    for (const key in message) {
      const value = message[key] ?? null;
      if (!ENVELOPE.has(key)) {
        if (this.#names(key, '') || this.#findsIn(value, key, NONE)) return true;
      } else if (typeof value === 'object' && this.#findsIn(value, key, MEMBERS)) return true;
    }
    return false;
  }

  /** One of them stands in a folder that the message names, under a name that it has elsewhere: `dir`, `name`. */
  findsBelow(): boolean {
    const keys = new Map<string, string>();
    for (const { path, key } of this.touches) {
      const kept = ENVIRONMENTS.has(key) || OPERATION_KEYS.has(key) ? key : '';
      if (path !== undefined && keys.get(path) !== '') keys.set(path, kept);
    }
    const folders = [...keys].map(([path, key]) => ({ path, key, names: this.#files.namesBelow(path) }));
    for (const text of this.#seen.keys()) {
      this.#onWork?.(text.length);
      if (text.startsWith('/') || text.startsWith('~')) continue;
      for (const view of isPlainName(text) ? [text] : (pathViews(text) ?? [])) {
        const steps = shorten(`/./${view}`, this.#cwd).slice(1);
        const first = foldName(steps.split('/', 1)[0] ?? '');
        const around = folders.filter(({ names }) => names === 'all' || names.has(first));
        if (around.some(({ path, key }) => this.#isBelow(path, steps, key))) return true;
        if (this.isCutShort) return false;
      }
    }
    return false;
  }

  /** @param key of what names the folder, where it is one of a program that is run */
  #isBelow(folder: string, steps: string, key: string): boolean {
    this.#joined++;
    const path = `${folder === '/' ? '' : folder}/${steps}`;
    const hold = this.#files.held.holdOf(path);
    if (hold) {
      const isFirm = hold.strength === 'firm';
      this.touches.push({ path: undefined, of: hold.of, isFirm, isBare: false, isProse: false, acts: false, key });
    }
    return this.#files.has(path);
  }

  #findsIn(value: JsonValue, key: string, known: Keys): boolean {
    if (typeof value === 'string') {
      if (this.keys.size < MAX_TOUCHES) this.keys.add(key);
      if (OPERATION_KEYS.has(key) && this.operations.length < MAX_TOUCHES) this.operations.push(value);
      return this.#names(value, key);
    }
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value)) return value.some((element) => this.#findsIn(element, key, NONE));
    for (const name in value) {
      if (!known.has(name) && this.#names(name, '')) return true;
      if (name === 'inputResponses' && known === MEMBERS) {
        if (this.#findsInAnswers(value[name] ?? null)) return true;
        continue;
      }
      const inside = ENVIRONMENTS.has(key) ? key : name;
      if (this.#findsIn(value[name] ?? null, inside, known === MEMBERS && name === '_meta' ? META : NONE)) return true;
    }
    return false;
  }

  /** A retry may name the folders of a server, too; nothing is done to them there. */
  #findsInAnswers(answers: JsonValue): boolean {
    if (!isObject(answers)) return this.#findsIn(answers, 'inputResponses', NONE);
    for (const name in answers) {
      const touched = this.touches.length;
      const answer = answers[name] ?? null;
      if (this.#names(name, '') || this.#findsIn(answer, name, NONE)) return true;
      if (isObject(answer) && isRootList(answer)) this.touches.splice(touched);
    }
    return false;
  }

  #names(text: string, key: string): boolean {
    if (this.touches.length > MAX_TOUCHES) return false;
    const isKept = text.length <= MAX_PATH; // to find a longer one costs more than to read it again
    let found = isKept ? this.#seen.get(text) : undefined;
    if (!found) {
      const read = this.#reader.read(text);
      if (read === 'own') return true;
      if (!read) return false;
      found = read;
      if (isKept) this.#seen.set(text, found);
    }
    for (const each of found) this.touches.push({ ...each, key });
    return false;
  }
}
