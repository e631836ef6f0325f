/** A part of a JSON schema, as far as the key reference reads it. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly not?: unknown;
}

type Row = readonly [key: string, value: string, usual: string, meaning: string];
interface Part {
  readonly place: string;
  readonly meaning: string;
  readonly rows: Row[];
}

const HEAD: Row = ['Key', 'Value', 'Default', 'Meaning'];

/** The alternatives of a schema, without null. */
const optionsOf = (schema: Schema): readonly Schema[] =>
  (schema.anyOf ?? [schema]).flatMap((each) => (each.anyOf ? optionsOf(each) : [each])).filter(isSomething);
const isSomething = ({ type }: Schema): boolean => type !== 'null';

/** The keys below a place: of a map, of each entry of a list, or of an entry under a name of the user's. */
function innerOf(schema: Schema, place: string): readonly (readonly [string, Schema])[] {
  return optionsOf(schema).flatMap((option) => {
    if (option.properties) return [[place, option] as const];
    if (option.items) return innerOf(option.items, `${place}[]`);
    const { additionalProperties: each } = option;
    return typeof each === 'object' ? innerOf(each, `${place}.NAME`) : [];
  });
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** The values that a key may have, in words. */
function valueOf(schema: Schema): string {
  const words = optionsOf(schema).map((option) => {
    if (option.enum) return option.enum.map(code).join(', ');
    if (option.const !== undefined) return code(option.const);
    if (option.items) return `list of ${valueOf(option.items)}`;
    if (option.properties) return 'map';
    if (typeof option.additionalProperties === 'object') return `map of ${valueOf(option.additionalProperties)}`;
    return numberOf(option) ?? (option.type === 'boolean' ? '`true`, `false`' : 'text');
  });
  return [...new Set(words)].join(' or ');
}

function numberOf({ type, minimum = 0, maximum = 0 }: Schema): string | undefined {
  if (type !== 'integer' && type !== 'number') return undefined;
  return maximum > 0 && maximum < 1e9 ? `${minimum} to ${maximum}` : 'number';
}

function usualOf(schema: Schema, isRequired: boolean): string {
  if (isRequired) return 'required';
  if (schema.default !== undefined) return code(schema.default);
  return (schema.anyOf ?? []).every(isSomething) ? '–' : code(null);
}

/** Every key of a configuration, in parts: one for each map of keys. A part that was there before is named, not repeated. */
export function toParts(file: Schema, ofFile: string, aboutFile: string): readonly Part[] {
  const parts: Part[] = [];
  const seen = new Map<string, string>();
  const visit = (place: string, title: string, { properties = {}, required = [] }: Schema, meaning: string): void => {
    const part: Part = { place: title, meaning, rows: [] };
    parts.push(part);
    for (const [key, value] of Object.entries(properties)) {
      if (value.not) continue; // a base may not have it
      const inner = innerOf(value, place === '' ? key : `${place}.${key}`);
      const shape = JSON.stringify(inner.map(([, each]) => each.properties));
      const before = inner.length > 0 ? seen.get(shape) : undefined;
      const words = value.description ?? optionsOf(value).find((each) => each.description)?.description ?? '';
      const meant = before === undefined ? words : `${words}${words === '' ? '' : '; '}as ${code(before)}`;
      part.rows.push([code(key), valueOf(value), usualOf(value, required.includes(key)), meant]);
      if (before !== undefined || inner.length === 0) continue;
      seen.set(shape, inner[0]?.[0] ?? '');
      for (const [at, each] of inner) {
        const own = each.required?.find((name) =>
          inner.every(([, other]) => other === each || !other.required?.includes(name)),
        );
        visit(at, inner.length > 1 && own !== undefined ? `${at} with ${own}` : at, each, words);
      }
    }
  };
  visit('', ofFile, file, aboutFile);
  return parts;
}

/** As the formatter writes tables. */
function toTable(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const toLine = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...others] = cells;
  return [head, widths.map((width) => '-'.repeat(width)), ...others].map(toLine).join('');
}

const toSentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;

/** The parts as headings, sentences and tables. */
export const toPage = (parts: readonly Part[]): string =>
  parts.map(({ place, meaning, rows }) => `## ${place}\n\n${toSentence(meaning)}\n\n${toTable(rows)}`).join('\n');
