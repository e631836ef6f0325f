import { canonicalName, foldName, nameViews, normalizeUri, decodePercent, uriViews } from '@mcp-guard/core';
import { RE2JS } from 're2js';
import { createGlob } from './glob.js';

/** Longer names are not matched but refused: no reader needs them, and matching must stay cheap. */
const MAX_NAME_LENGTH = 65_536;

/** One line of a list: an exact name, a glob, or `^` and a regular expression (linear engine). */
export interface Pattern {
  readonly source: string;
  /** With its case. */
  readonly matches: (text: string) => boolean;
  /** Without: `folded` went through `foldName`. */
  readonly matchesFolded: (folded: string) => boolean;
}

/** Throws an error with a readable message when the expression does not compile. */
export function compilePattern(source: string): Pattern {
  if (source.startsWith('^')) {
    const exact = RE2JS.compile(source);
    const folded = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    return {
      source,
      matches: (text) => exact.matcher(text).find(),
      matchesFolded: (text) => folded.matcher(text).find(),
    };
  }
  const foldedSource = foldName(source);
  if (!/[*?]/.test(source)) {
    return { source, matches: (text) => text === source, matchesFolded: (text) => text === foldedSource };
  }
  return { source, matches: createGlob(source), matchesFolded: createGlob(foldedSource) };
}

const countStars = (text: string): number => text.split('*').length;

/** Also matches what the pattern says when it is read as a URI: `file:///a%20b` and `FILE:///a b` are one. */
export function compileUriPattern(source: string): Pattern {
  const plain = compilePattern(source);
  const decoded = source.startsWith('^') ? undefined : decodePercent(source);
  if (decoded === undefined) return plain;
  const canonical = canonicalName(decoded);
  if (countStars(canonical) > countStars(source)) {
    throw new Error('an encoded * would match anything; write ^ and an expression with \\*');
  }
  const normalized = normalizeUri(canonical);
  if (normalized === source) return plain;
  const also = compilePattern(normalized);
  return {
    source,
    matches: (text) => plain.matches(text) || also.matches(text),
    matchesFolded: (text) => plain.matchesFolded(text) || also.matchesFolded(text),
  };
}

/** How a name is spelt: `same` are names of one thing, `reduced` what careless readers make of it. */
interface Views {
  readonly same: readonly string[];
  readonly reduced: readonly string[];
}

/** What may be named. */
export interface NameRules {
  /** Whether there are any rules. */
  readonly restricts: boolean;
  /** Whether nothing of this kind can pass, so that the capability is to be hidden. */
  readonly deniesAll: boolean;
  /** Whether only what is listed passes. */
  readonly hasAllowList: boolean;
  /** The rule that refuses `name`, as a place in the configuration; `undefined` when it may pass. */
  refuses(name: unknown): string | undefined;
}

/** What one of them refuses is refused. */
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
 * An allow list and a deny list over one kind of name. Allowed is what one allow pattern
 * matches in every spelling; denied is what a deny pattern matches in any.
 */
export class AccessList implements NameRules {
  readonly restricts: boolean;
  readonly deniesAll: boolean;
  readonly hasAllowList: boolean;
  readonly #allowed: readonly Pattern[] | null;
  readonly #allowedNames: ReadonlySet<string>;
  readonly #denied: readonly Pattern[];
  readonly #toViews: (name: string) => Views | undefined;
  readonly #allowRule: string;
  readonly #denyRule: string;

  /**
   * @param place of `allowed_<kind>` and `denied_<kind>` in the configuration
   * @param kind `tools`, `resources` (matched as URIs) or `prompts`
   */
  constructor(place: string, kind: string, allowed: readonly string[] | null, denied: readonly string[]) {
    const compile = kind === 'resources' ? compileUriPattern : compilePattern;
    this.#toViews = kind === 'resources' ? uriViews : (name) => ({ same: nameViews(name), reduced: [] });
    this.#allowed = allowed?.map(compile) ?? null;
    this.#allowedNames = new Set(allowed?.filter((source) => !source.startsWith('^')));
    this.#denied = denied.map(compile);
    this.#allowRule = `${place}.allowed_${kind}`;
    this.#denyRule = `${place}.denied_${kind}`;
    this.hasAllowList = allowed !== null;
    this.restricts = allowed !== null || denied.length > 0;
    this.deniesAll = allowed?.length === 0 || denied.includes('*');
  }

  refuses(name: unknown): string | undefined {
    if (!this.restricts) return undefined;
    const rule = this.hasAllowList ? this.#allowRule : this.#denyRule;
    if (typeof name !== 'string' || name.length > MAX_NAME_LENGTH) return rule;
    const views = this.#toViews(name);
    if (views === undefined) return rule;
    const denied = this.#findDenied(views);
    if (denied >= 0) return `${this.#denyRule}[${denied}]`;
    return this.#isAllowed(name, views) ? undefined : this.#allowRule;
  }

  #findDenied({ same, reduced }: Views): number {
    if (this.#denied.length === 0) return -1;
    const views = [...same, ...reduced];
    const folds = views.map(foldName);
    return this.#denied.findIndex(
      (pattern) => views.some((view) => pattern.matches(view)) || folds.some((fold) => pattern.matchesFolded(fold)),
    );
  }

  #isAllowed(name: string, { same }: Views): boolean {
    if (this.#allowed === null) return true;
    if (same.length === 1 && this.#allowedNames.has(name)) return true;
    return this.#allowed.some((pattern) => same.every((view) => pattern.matches(view)));
  }
}
