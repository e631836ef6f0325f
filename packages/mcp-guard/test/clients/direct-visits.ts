import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { isList, type Json } from './json.ts';

/** What the direct visits of one client to one server saw, as digests in a file that `pnpm soak -u` writes. */
export class DirectVisits {
  readonly #path: string;
  readonly #remembered: Readonly<Record<string, unknown>>;
  readonly #seen: Record<string, string> = {};

  constructor(server: string, client: string) {
    const name = `${server}-${client}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    this.#path = fileURLToPath(new URL(`direct-visits/${name}.json`, import.meta.url));
    this.#remembered = readDigests(this.#path);
  }

  /** Whether a direct visit is remembered that saw this. */
  hasSeen(scenario: string, record: Json): boolean {
    return this.#remembered[scenario] === toDigest(record);
  }

  add(scenario: string, record: Json): void {
    this.#seen[scenario] = toDigest(record);
  }

  /** Fails where another thing is remembered than was seen now. */
  async expectRemembered(): Promise<void> {
    await expect(`${JSON.stringify(this.#seen, undefined, 2)}\n`).toMatchFileSnapshot(this.#path);
  }
}

function readDigests(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // every visit is made
  }
}

/** With members in one order, at which `toEqual` does not look either. */
const toDigest = (record: Json): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(record)))
    .digest('hex');

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
