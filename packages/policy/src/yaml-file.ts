import { basename } from 'node:path';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigError, ProblemList } from './problems.js';
import { expandVariables, type Variables } from './variables.js';
import { findDeepNesting, MAX_YAML_DEPTH } from './yaml-nesting.js';

const MAX_ALIASES = 100;
/** Values whose places are kept: a file of 1 MB has fewer, but for its aliases. */
const MAX_PLACES = 500_000;

/** A configuration as its author wrote it: what it says, and where he says it. */
export class YamlFile {
  /** What is wrong with it; every problem at once. */
  readonly problems: ProblemList;
  /** The file before variables were filled in. */
  readonly written: unknown;
  readonly #name: string;
  readonly #document: Document;
  readonly #counter = new LineCounter();
  readonly #expanded = new Set<unknown>();
  /** Values with a variable that has none: what else is wrong with them is not known. */
  readonly #unexpanded = new Set<unknown>();
  /** Offsets by place; made when a rule is to be found for the first time. */
  #places: Map<string, number> | undefined;

  /**
   * Throws a `ConfigError` where the text is not YAML that can be read in one way only.
   * @param name how problems name the file
   * @param variables for `${NAME}`; without them none may stand there
   */
  constructor(text: string, name: string, variables: Variables | undefined) {
    this.#name = name;
    checkNesting(text, name);
    this.#document = parseDocument(text, {
      lineCounter: this.#counter,
      prettyErrors: false,
      version: '1.2',
      uniqueKeys: false, // compares all with all; `checkKeys` does it
    });
    this.problems = new ProblemList(name, this.#document, this.#counter);
    const { errors, warnings, directives } = this.#document;
    if (directives?.yaml.explicit) this.problems.addAtOffset(0, 'a directive has no place here');
    for (const { pos, message, code } of [...errors, ...warnings]) {
      this.problems.addAtOffset(pos[0], code === 'MULTIPLE_DOCS' ? 'a file holds one document' : message);
    }
    this.problems.throwAny();
    checkKeysAndAliases(this.#document, this.problems);
    this.problems.throwAny(); // what could be read in two ways is not read
    this.written = variables && this.#toPlain();
    this.#expand(variables);
  }

  get isEmpty(): boolean {
    return this.#document.contents === null;
  }

  /** The file as a schema has it; nothing where it is wrong, which `problems` tells. */
  read<Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined {
    let plain = this.#toPlain();
    let result = schema.safeParse(plain);
    if (!result.success && convertExpanded(this.#document, result.error.issues, this.#expanded)) {
      plain = this.#toPlain();
      result = schema.safeParse(plain);
    }
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      if (!this.#unexpanded.has(this.#document.getIn(issue.path, true))) this.problems.addIssue(issue, schema, plain);
    }
    return undefined;
  }

  /** One section alone, whatever is wrong with the others. */
  readSection<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined {
    const plain = this.#toPlain();
    const section: unknown = typeof plain === 'object' && plain !== null ? Reflect.get(plain, key) : undefined;
    return schema.safeParse(section).data;
  }

  /**
   * `file:line:column place`, as exactly as the file has it: a default stands where its section
   * does. Models read it, so it tells the name of the file and not whose folder it is in.
   */
  locate(place: string): string {
    this.#places ??= this.#collectPlaces();
    let offset = this.#places.get(place);
    for (let end = place.length - 1; offset === undefined && end > 0; end--) {
      if (place[end] === '.' || place[end] === '[') offset = this.#places.get(place.slice(0, end));
    }
    return `${this.#at(offset ?? 0)} ${place}`;
  }

  /** Where every value begins, by its place; also below aliases, as far as there are few. */
  #collectPlaces(): Map<string, number> {
    const places = new Map<string, number>();
    const collect = (node: unknown, place: string): void => {
      if (places.size >= MAX_PLACES) return;
      if (isNode(node) && node.range) places.set(place, node.range[0]);
      const inner = isAlias(node) ? node.resolve(this.#document) : node;
      if (isMap(inner)) {
        for (const { key, value } of inner.items) {
          const name = isScalar(key) ? String(key.value) : '';
          collect(value ?? key, place === '' ? name : `${place}.${name}`);
        }
      } else if (isSeq(inner)) inner.items.forEach((item, index) => collect(item, `${place}[${index}]`));
    };
    collect(this.#document.contents, '');
    return places;
  }

  #at(offset: number): string {
    const { line, col } = this.#counter.linePos(offset);
    return `${basename(this.#name)}:${line}:${col}`;
  }

  /** Expands after parsing and in values only, so that a variable cannot add structure. */
  #expand(variables: Variables | undefined): void {
    visit(this.#document, {
      Scalar: (role, node) => {
        if (role === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
        const problem = (what: string): void => {
          this.problems.addAtOffset(node.range?.[0] ?? 0, what);
          this.#unexpanded.add(node);
        };
        if (!variables) return problem('a base has no variables');
        const value = expandVariables(node.value, variables, problem);
        if (this.#unexpanded.has(node)) return;
        node.value = value;
        if (typeof value === 'string') this.#expanded.add(node);
      },
    });
  }

  #toPlain(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {};
    } catch {
      this.problems.throwAny(); // an alias of nothing, which is told already
      this.problems.addAtOffset(0, `the file has more than ${MAX_ALIASES} aliases`);
      this.problems.throwAny();
      return undefined;
    }
  }
}

function checkKeysAndAliases(document: Document, problems: ProblemList): void {
  const anchors = new Set<string>();
  visit(document, {
    Map(_, { items, anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
      const names = new Set<string>();
      for (const { key } of items) {
        const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
        const name = isScalar(key) ? String(key.value) : undefined; // `1` and `"1"` become the same key
        if (name === undefined) problems.addAtOffset(at, 'a key is plain text');
        // zod's records skip this key silently; here nothing is ignored.
        else if (name === '__proto__') problems.addAtOffset(at, '__proto__ cannot be a key');
        else if (name.includes('${')) problems.addAtOffset(at, 'a variable cannot stand in a key');
        else if (names.has(name)) problems.addAtOffset(at, 'this key stands there twice');
        if (name !== undefined) names.add(name);
      }
    },
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, { source, range }) {
      if (!anchors.has(source)) problems.addAtOffset(range?.[0] ?? 0, `nothing before has the anchor &${source}`);
    },
  });
}

/** `max_depth: ${DEPTH}` is a number where the schema does not take text. */
function convertExpanded(
  document: Document,
  issues: readonly z.core.$ZodIssue[],
  expanded: ReadonlySet<unknown>,
): boolean {
  let converted = false;
  for (const issue of issues) {
    const node = document.getIn(issue.path, true);
    if (!isScalar(node) || !expanded.has(node) || typeof node.value !== 'string') continue;
    if (node.value === 'true' || node.value === 'false') node.value = node.value === 'true';
    else if (/^\d{1,15}(\.\d{1,9})?$/.test(node.value)) node.value = Number(node.value);
    else continue;
    converted = true;
  }
  return converted;
}

/** Before it is parsed: a base is somebody else's text. */
function checkNesting(text: string, name: string): void {
  const deep = findDeepNesting(text);
  if (deep === undefined) return;
  const lines = text.slice(0, deep).split('\n');
  const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  throw new ConfigError([`${name}:${place}: nested deeper than ${MAX_YAML_DEPTH}`]);
}
