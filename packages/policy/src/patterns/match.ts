import { canonicalName, foldName, nameViews, normalizeUri, decodePercent, uriViews } from '@mcp-guard/core';
import { RE2JS } from 're2js';
import { DenyIndex } from './deny-index.js';
import { createGlob, type Reach } from './glob.js';
import type { Pattern } from './pattern.js';

/** Decisions that a list remembers, of names up to a length: a client asks for the same few again and again. */
const MAX_REMEMBERED = 1024;
const MAX_REMEMBERED_LENGTH = 256;

/** Longer ones are not matched but refused: no reader needs them, and matching must stay cheap. */
const MAX_NAME_LENGTH = 1024;
const MAX_URI_LENGTH = 8192;

/** Deny patterns that no name escapes. */
const ALL: ReadonlySet<string> = new Set(['*', '**']);

/** Throws an error with a readable message if the expression does not compile. */
export function compilePattern(source: string, reach: Reach = 'crosses'): Pattern {
  if (source.startsWith('^')) {
    const exact = RE2JS.compile(source);
    const folded = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    const prefix = prefixOf(source);
    const foldedPrefix = prefix.toLowerCase();
    return {
      source,
      matches: (text) => text.startsWith(prefix) && exact.matcher(text).find(),
      matchesFolded: (text) => text.startsWith(foldedPrefix) && folded.matcher(text).find(),
      isFolded: false,
      exact: [],
    };
  }
  const foldedSource = foldName(source);
  const isFolded = foldedSource === source;
  if (!/[*?]/.test(source)) {
    const matches = (text: string): boolean => text === source;
    const matchesFolded = (text: string): boolean => text === foldedSource;
    return { source, matches, matchesFolded, isFolded, exact: [foldedSource] };
  }
  const [matches, matchesFolded] = [createGlob(source, reach), createGlob(foldedSource, reach)];
  return { source, matches, matchesFolded, isFolded, exact: [] };
}

/**
 * Every match of an expression begins with this prefix, as far as it is plain to see. It spares most names the engine.
 */
function prefixOf(source: string): string {
  if (source.includes('|')) return '';
  const [, plain = '', next = ''] = /^\^([\w/ -]*)(.?)/s.exec(source) ?? [];
  return '*?{+'.includes(next) && next !== '' ? plain.slice(0, -1) : plain;
}

const countStars = (text: string): number => text.split('*').length;

/** Also matches the pattern as a URI: `file:///a%20b` and `FILE:///a b` are one. */
export function compileUriPattern(source: string, reach: Reach = 'crosses'): Pattern {
  const plain = compilePattern(source, reach);
  const decoded = source.startsWith('^') ? undefined : decodePercent(source);
  if (decoded === undefined) return plain;
  const canonical = canonicalName(decoded);
  if (countStars(canonical) > countStars(source)) {
    throw new Error('an encoded * would match anything; write ^ and an expression with \\*');
  }
  const normalized = normalizeUri(canonical);
  if (normalized === source) return plain;
  const also = compilePattern(normalized, reach);
  return {
    source,
    matches: (text) => plain.matches(text) || also.matches(text),
    matchesFolded: (text) => plain.matchesFolded(text) || also.matchesFolded(text),
    isFolded: plain.isFolded && also.isFolded,
    exact: [...plain.exact, ...also.exact],
  };
}

/** The spellings of a name: `same` are names of one thing, `reduced` those of careless readers. */
interface Views {
  readonly same: readonly string[];
  readonly reduced: readonly string[];
}

/** The rules on which names may pass. */
export interface NameRules {
  /** There are rules. */
  readonly restricts: boolean;
  /** No name of this kind can pass: the capability is hidden then. */
  readonly deniesAll: boolean;
  /** Only listed names pass. */
  readonly hasAllowList: boolean;
  /** The rule that refuses `name`, as a place in the configuration; `undefined` if it may pass. */
  refuses(name: unknown): string | undefined;
}

/** A refusal by any of them wins. */
export function joinLists(lists: readonly NameRules[]): NameRules {
  const restricting = lists.filter(({ restricts }) => restricts);
  const [only] = restricting;
  if (only && restricting.length === 1) return only;
  return {
    restricts: restricting.length > 0,
    deniesAll: restricting.some(({ deniesAll }) => deniesAll),
    hasAllowList: restricting.some(({ hasAllowList }) => hasAllowList),
    refuses(name) {
      for (const list of restricting) {
        const rule = list.refuses(name);
        if (rule !== undefined) return rule;
      }
      return undefined;
    },
  };
}

/**
 * An allow list and a deny list over one kind of name. A name is allowed if one allow pattern
 * matches every spelling; it is denied if a deny pattern matches any spelling.
 */
export class AccessList implements NameRules {
  readonly restricts: boolean;
  readonly deniesAll: boolean;
  readonly hasAllowList: boolean;
  readonly #allowed: readonly Pattern[] | null;
  readonly #allowedNames: ReadonlySet<string>;
  readonly #denied: DenyIndex | undefined;
  readonly #toViews: (name: string) => Views | undefined;
  readonly #maxLength: number;
  readonly #allowRule: string;
  readonly #denyRule: string;
  readonly #remembered = new Map<string, string | undefined>();

  /**
   * @param place of `allowed_<kind>` and `denied_<kind>` in the configuration
   * @param kind `tools`, `resources` (matched as URIs) or `prompts`
   * @param denyRule place of the deny list, if it differs
   * @param reach of the stars that allow; those that deny always cross `/`
   */
  constructor(
    place: string,
    kind: string,
    allowed: readonly string[] | null,
    denied: readonly string[],
    denyRule: string = `${place}.denied_${kind}`,
    reach: Reach = 'stops',
  ) {
    const compile = kind === 'resources' ? compileUriPattern : compilePattern;
    this.#toViews = kind === 'resources' ? uriViews : (name) => ({ same: nameViews(name), reduced: [] });
    this.#maxLength = kind === 'resources' ? MAX_URI_LENGTH : MAX_NAME_LENGTH;
    this.#allowed = allowed?.map((source) => compile(source, reach)) ?? null;
    this.#allowedNames = new Set(allowed?.filter((source) => !source.startsWith('^')));
    this.#denied = denied.length > 0 ? new DenyIndex(denied.map((source) => compile(source))) : undefined;
    this.#allowRule = `${place}.allowed_${kind}`;
    this.#denyRule = denyRule;
    this.hasAllowList = allowed !== null;
    this.restricts = allowed !== null || denied.length > 0;
    this.deniesAll = allowed?.length === 0 || denied.some((source) => ALL.has(source));
  }

  refuses(name: unknown): string | undefined {
    if (!this.restricts) return undefined;
    const rule = this.hasAllowList ? this.#allowRule : this.#denyRule;
    if (typeof name !== 'string' || name.length > this.#maxLength) return rule;
    if (name.length > MAX_REMEMBERED_LENGTH) return this.#decide(name);
    if (this.#remembered.has(name)) return this.#remembered.get(name);
    const decision = this.#decide(name);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(name, decision);
    return decision;
  }

  #decide(name: string): string | undefined {
    const views = this.#toViews(name);
    if (views === undefined) return this.hasAllowList ? this.#allowRule : this.#denyRule;
    const denied = this.#findDenied(views);
    if (denied >= 0) return `${this.#denyRule}[${denied}]`;
    return this.#isAllowed(name, views) ? undefined : this.#allowRule;
  }

  #findDenied({ same, reduced }: Views): number {
    if (!this.#denied) return -1;
    const views = [...same, ...reduced];
    const folds = views.map(foldName);
    return this.#denied.find(views, folds);
  }

  #isAllowed(name: string, { same }: Views): boolean {
    if (this.#allowed === null) return true;
    if (same.length === 1 && this.#allowedNames.has(name)) return true;
    return this.#allowed.some((pattern) => same.every((view) => pattern.matches(view)));
  }
}
