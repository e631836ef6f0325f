import { basename } from 'node:path';
import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { describeIssue } from './issue-words.js';
import { ConfigError, ProblemList } from './problems.js';
import { expandVariables, type Variables } from './variables.js';
import { checkKeysAndAliases } from './yaml-keys.js';
import { findDeepNesting, MAX_YAML_DEPTH } from './yaml-nesting.js';
import { collectPlaces } from './yaml-places.js';

const MAX_ALIASES = 100;
/** A configuration as its author wrote it, with the places of its values. */
export class YamlFile {
  /** Every problem of the file at once. */
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
  #places: ReadonlyMap<string, number> | undefined;

  /**
   * Throws a `ConfigError` unless the text is YAML that can be read in one way only.
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
    this.problems.throwAny(); // an ambiguous text is not read
    this.written = variables && this.#toPlain();
    this.#expand(variables);
  }

  get isEmpty(): boolean {
    return this.#document.contents === null;
  }

  /** At the top of the file. */
  has(key: string): boolean {
    return this.#document.has(key);
  }

  /** The file as a schema has it; nothing if it is invalid, which `problems` reports. */
  read<Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined {
    let plain = this.#toPlain();
    let result = schema.safeParse(plain, { error: describeIssue });
    if (!result.success && convertExpanded(this.#document, result.error.issues, this.#expanded)) {
      plain = this.#toPlain();
      result = schema.safeParse(plain, { error: describeIssue });
    }
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      if (!this.#unexpanded.has(this.#document.getIn(issue.path, true))) this.problems.addIssue(issue, schema, plain);
    }
    return undefined;
  }

  /** One section alone, in spite of problems in the others. */
  readSection<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined {
    const plain = this.#toPlain();
    const section: unknown = typeof plain === 'object' && plain !== null ? Reflect.get(plain, key) : undefined;
    return schema.safeParse(section).data;
  }

  /**
   * `file:line:column place`, or `default: place` if it was not written. Models read it, so it shows the name of the
   * file and not its folder.
   */
  locate(place: string): string {
    const at = this.placeOf(place);
    return at === undefined ? `default: ${place}` : `${at} ${place}`;
  }

  /** `file:line:column` of a value that stands in the file itself; nothing for a default. */
  placeOf(place: string): string | undefined {
    this.#places ??= collectPlaces(this.#document);
    const offset = this.#places.get(place);
    return offset === undefined ? undefined : this.#at(offset);
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
      this.problems.throwAny(); // an alias of nothing, which is reported already
      this.problems.addAtOffset(0, `the file has more than ${MAX_ALIASES} aliases`);
      this.problems.throwAny();
      return undefined;
    }
  }
}

/** `max_depth: ${DEPTH}` is a number if the schema takes no text. */
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

/** Before it is parsed: a base is a text of another author. */
function checkNesting(text: string, name: string): void {
  const deep = findDeepNesting(text);
  if (deep === undefined) return;
  const lines = text.slice(0, deep).split('\n');
  const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  throw new ConfigError([`${name}:${place}: nested deeper than ${MAX_YAML_DEPTH}`]);
}
