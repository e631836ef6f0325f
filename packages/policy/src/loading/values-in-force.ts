import { isDeepStrictEqual } from 'node:util';
import { isObject, member, type JsonValue, type PolicyValue } from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';
import type { Loaded } from './load.js';

/** Characters of one value. */
const MAX_VALUE = 2000;
/** Values that are shown. */
const MAX_VALUES = 20_000;
const HIDDEN = '"•••"';

/** Keys whose values, and those of everything below them, are or may be secrets. */
const SECRET = new Set([
  'args',
  'env',
  'headers',
  'upstream_auth_token',
  'client_secret',
  'secret',
  'webhook',
  'proxy',
  'otlp',
]);
/** Keys whose values are addresses: many hold a token behind the host. */
const ADDRESSES = new Set(['url']);
/** Keys whose own names are secrets. */
const SECRET_NAMES = new Set(['api_keys']);

/** Sections in which a base replaces what the file says, so only the value in force is shown. */
const REPLACED = ['daemon', 'audit', 'approvals', 'interceptors', 'refusals'] as const;

/**
 * Every value in force, with the place that it comes from: the file, a base, or a default. Where both bind, as in the
 * rules of servers, both are there. Secrets are hidden.
 */
export function valuesInForce(loaded: Loaded): readonly PolicyValue[] {
  const { config, file, bases } = loaded;
  const walk = new Walk(loaded);
  const merged = Object.fromEntries(REPLACED.map((name) => [name, config[name]]));
  const inForce = toPlain(merged);
  const plain = bases.map(({ prefix, file: base }) => ({ prefix, base: toPlain(base) }));
  walk.visit(toPlain({ ...file, ...merged }), '', (place) => {
    const sources = plain.filter(({ base }) => isDeepStrictEqual(valueAt(base, place), valueAt(inForce, place)));
    return sources.map(({ prefix }) => loaded.placeOf(prefix + place)).findLast((at) => at !== undefined) ?? '';
  });
  for (const { prefix, base } of plain) walk.visitBase(base, prefix);
  return walk.values.slice(0, MAX_VALUES);
}

const valueAt = (value: JsonValue, place: string): JsonValue | undefined =>
  place.split('.').reduce<JsonValue | undefined>(member, value);

class Walk {
  readonly values: PolicyValue[] = [];
  readonly #placeOf: Loaded['placeOf'];
  readonly #secrets: readonly string[];

  constructor({ placeOf, secrets }: Pick<Loaded, 'placeOf' | 'secrets'>) {
    this.#placeOf = placeOf;
    this.#secrets = secrets.filter((secret) => secret !== '');
  }

  /** @param ofBase where the base says this; empty if it does not, or if both bind */
  visit(value: JsonValue, place: string, ofBase: (place: string) => string): void {
    this.#each(value, place, (leaf, at, isSecret) => {
      const section = at.split(/[.[]/, 1)[0] ?? '';
      const decided = REPLACED.some((name) => name === section) ? ofBase(at) : '';
      const from = decided === '' ? (this.#placeOf(at) ?? 'default') : `base: ${decided}`;
      this.#add(at, leaf, from, isSecret);
    });
  }

  /** Visits what the base itself says; its defaults say nothing. */
  visitBase(value: JsonValue, prefix: string): void {
    this.#each(value, '', (leaf, at, isSecret) => {
      const written = this.#placeOf(prefix + at);
      const isReplaced = REPLACED.some((name) => at === name || at.startsWith(`${name}.`));
      if (written !== undefined && !isReplaced) this.#add(prefix + at, leaf, `base: ${written}`, isSecret);
    });
  }

  #add(key: string, value: JsonValue, from: string, isSecret: boolean): void {
    if (this.values.length >= MAX_VALUES) return;
    const isAddress = ADDRESSES.has(key.split('.').at(-1) ?? '') && typeof value === 'string';
    const shown = JSON.stringify(isAddress ? toHost(value) : value);
    this.values.push({ key: this.#hide(key), value: isSecret ? HIDDEN : this.#hide(shown), from });
  }

  /** Without the values of the secrets file, and without what looks like a secret. */
  #hide(text: string): string {
    const hidden = this.#secrets.reduce((left, secret) => left.replaceAll(secret, '•••'), text);
    return forRecord(hidden, MAX_VALUE);
  }

  #each(value: JsonValue, place: string, onLeaf: OnLeaf, isSecret = false): void {
    if (Array.isArray(value)) {
      if (value.every((item) => typeof item !== 'object' || item === null)) onLeaf(value, place, isSecret);
      else value.forEach((item, index) => this.#each(item, `${place}[${index}]`, onLeaf, isSecret));
    } else if (isObject(value)) {
      const hasSecretNames = SECRET_NAMES.has(place.split('.').at(-1) ?? '');
      Object.entries(value).forEach(([key, inner], index) => {
        const name = hasSecretNames ? `#${index + 1}` : key;
        this.#each(inner, place === '' ? name : `${place}.${name}`, onLeaf, isSecret || SECRET.has(key));
      });
    } else onLeaf(value, place, isSecret);
  }
}

/** `https://host/…` */
function toHost(address: string): string {
  const url = URL.parse(address);
  return url ? `${url.protocol}//${url.host}${url.pathname === '/' && url.search === '' ? '' : '/…'}` : '…';
}

type OnLeaf = (value: JsonValue, place: string, isSecret: boolean) => void;

/** As JSON has it: a configuration is plain data. */
const toPlain = (value: object): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue; // oxlint-disable-line typescript/no-unsafe-type-assertion -- of our own schema
