import { isObject, tryParseJson, type ConfigStatus, type JsonObject } from '@mcp-guard/core';
import { readPrivate, writePrivate } from '@mcp-guard/core/private-file';
import { findLoosenings, MAX_CONFIG_BYTES, type Config, type Loaded } from '@mcp-guard/policy';

/** A reload allowed something that was not allowed before. */
interface Change {
  readonly text: string;
  /** The configuration before; not known once the daemon was started again. */
  readonly before: Config | undefined;
}

/** Changes that are kept: the newest. */
const MAX_CHANGES = 200;
const MAX_CHANGE = 2000;
/** An edit that a person has confirmed is in force within this time, in milliseconds. */
const CONFIRMED_FOR = 30_000;
const UNKNOWN = 'what was allowed before this start cannot be read';
/** JSON writes a character as six at most. */
const MAX_BYTES = 6 * (MAX_CONFIG_BYTES + MAX_CHANGES * MAX_CHANGE);

/** The file. */
interface Kept {
  /** Unix seconds of the last change. */
  readonly at: number;
  readonly changes: readonly string[];
  /** The configuration that was last in force, as it was written. */
  readonly text: string;
}

/** Keeps what the configuration in force allows that no person has seen yet; a file keeps it until one has. */
export class Loosened {
  readonly #path: string;
  #text: string;
  #open: readonly Change[];
  #at: number;
  /** Changes that a person has confirmed before they were written. */
  #confirmed: { readonly changes: ReadonlySet<string>; readonly until: number } = { changes: new Set(), until: 0 };
  #acknowledged: { readonly changes: readonly string[]; readonly by: ConfigStatus['acknowledged'] } | undefined;

  private constructor(path: string, { at, changes, text }: Kept) {
    this.#path = path;
    this.#text = text;
    this.#at = at;
    this.#open = changes.map((change) => ({ text: change, before: undefined }));
  }

  /**
   * As the last daemon left it, and with what was changed since.
   * @param read loads a configuration as if it were written in the file
   */
  static async open(path: string, loaded: Loaded, read: (text: string) => Promise<Loaded>): Promise<Loosened> {
    const { text } = loaded;
    const kept = readKept(path) ?? { at: 0, changes: [], text };
    const loosened = new Loosened(path, kept);
    if (kept.text === text) return loosened;
    const before = await read(kept.text).catch(() => undefined);
    if (before) loosened.note(before.config, loaded, Date.now());
    else loosened.#open = [...loosened.#open, { text: UNKNOWN, before: undefined }];
    loosened.#text = text;
    return loosened;
  }

  get status(): Pick<ConfigStatus, 'loosened' | 'acknowledged'> {
    const open = this.#open.map(({ text }) => text);
    const changes = open.length > 0 ? open : (this.#acknowledged?.changes ?? []);
    return {
      loosened: changes.length === 0 ? null : { at: this.#at, changes },
      acknowledged: open.length > 0 ? null : (this.#acknowledged?.by ?? null),
    };
  }

  /** Leaves out what has been taken back again. */
  note(before: Config, { config, text }: Pick<Loaded, 'config' | 'text'>, at: number): void {
    const holds = this.#open.filter((change) => change.before === undefined || isStill(change, change.before, config));
    const confirmed = at < this.#confirmed.until ? this.#confirmed.changes : new Set();
    const known = new Set(holds.map((change) => change.text));
    const found = findLoosenings(before, config)
      .map((change) => change.slice(0, MAX_CHANGE))
      .filter((change) => !known.has(change) && !confirmed.has(change));
    this.#open = [...holds, ...found.map((change) => ({ text: change, before }))].slice(-MAX_CHANGES);
    this.#text = text;
    this.#acknowledged = undefined;
    if (found.length > 0) this.#at = Math.floor(at / 1000);
  }

  /** A person agrees to these changes, which are written next; any other one still has to be seen. */
  confirm(changes: readonly string[]): void {
    const cut = changes.slice(0, MAX_CHANGES).map((change) => change.slice(0, MAX_CHANGE));
    this.#confirmed = { changes: new Set(cut), until: Date.now() + CONFIRMED_FOR };
  }

  /** A person has seen it. @param by name that the person gives */
  acknowledge(by: string): void {
    const { loosened } = this.status;
    this.#acknowledged = { changes: loosened?.changes ?? [], by: { at: Math.floor(Date.now() / 1000), by } };
    this.#open = [];
    this.keep();
  }

  /** To be called once this daemon is the one that runs. */
  keep(): void {
    const kept: Kept = { at: this.#at, changes: this.#open.map((change) => change.text), text: this.#text };
    const text = JSON.stringify(kept);
    if (text !== readPrivate(this.#path, MAX_BYTES)) writePrivate(this.#path, text);
  }
}

const isStill = ({ text }: Change, before: Config, now: Config): boolean =>
  findLoosenings(before, now).some((change) => change.slice(0, MAX_CHANGE) === text);

/** Missing before the first daemon. A file that is not as it was written holds no configuration that can be read. */
function readKept(path: string): Kept | undefined {
  const read = readPrivate(path, MAX_BYTES);
  if (read === undefined) return undefined;
  const { at, changes, text } = parseKept(read);
  return {
    at: typeof at === 'number' ? at : Math.floor(Date.now() / 1000),
    changes: Array.isArray(changes) ? changes.filter((change) => typeof change === 'string').slice(-MAX_CHANGES) : [],
    text: typeof text === 'string' ? text : '{',
  };
}

function parseKept(text: string): JsonObject {
  const kept = tryParseJson(text);
  return isObject(kept) ? kept : {};
}
