import type { JsonObject, JsonValue } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import type { ClientFormat } from '../../src/clients/client-format.js';

/** The style in which a person writes files. */
export interface Hand {
  readonly indent: number;
  readonly lineEnd: '\n' | '\r\n';
  readonly hasMark: boolean;
  /** One for each line in turn, and again: whether a comment is above it. */
  readonly remarks: readonly boolean[];
  readonly hasTrailingCommas: boolean;
  readonly endsOpen: boolean;
}

export const hands: fc.Arbitrary<Hand> = fc.record({
  indent: fc.integer({ min: 1, max: 7 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  hasMark: fc.boolean(),
  remarks: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
  hasTrailingCommas: fc.boolean(),
  endsOpen: fc.boolean(),
});

/** The text of a client's file in that style. */
export function print({ id }: ClientFormat, value: JsonObject, hand: Hand): string {
  const printer = PRINTERS.get(id) ?? printJson;
  const lines = printer(value, hand);
  const text = lines.join(hand.lineEnd) + (hand.endsOpen ? '' : hand.lineEnd);
  return (hand.hasMark ? '\uFEFF' : '') + text;
}

const PRINTERS: ReadonlyMap<string, typeof printJson> = new Map([
  ['codex', printToml],
  ['goose', printYaml],
  ['continue', printYaml],
]);

function printJson(value: JsonObject, hand: Hand): readonly string[] {
  const lines = JSON.stringify(value, null, hand.indent)
    .split('\n')
    .map((line, index, all) => {
      const isLast = /^\s*[}\]]/.test(all[index + 1] ?? '') && !/[{[,]$/.test(line);
      return hand.hasTrailingCommas && isLast ? `${line},` : line;
    });
  return remark(lines, hand, '//');
}

function printYaml(value: JsonObject, hand: Hand): readonly string[] {
  const text = stringify(value, { indent: Math.max(2, hand.indent), lineWidth: 0 });
  return remark(text.trimEnd().split('\n'), hand, '#');
}

function printToml(value: JsonObject, hand: Hand): readonly string[] {
  const { mcp_servers: servers, ...others } = value;
  const pad = ' '.repeat(hand.indent - 1);
  const toLine = ([key, item]: [string, JsonValue]): string => `${pad}${quote(key)} = ${inline(item)}`;
  const tables = Object.entries(servers ?? {}).flatMap(([name, entry]: [string, JsonObject]) => {
    const { env, ...rest } = entry;
    const header = `[mcp_servers.${quote(name)}]`;
    const lines = ['', header].concat(Object.entries(rest).map(toLine));
    if (env === undefined || env === null) return lines;
    return lines.concat('', `[mcp_servers.${quote(name)}.env]`, Object.entries(env).map(toLine));
  });
  return remark([...Object.entries(others).map(toLine), ...tables], hand, '#');
}

const quote = (text: string): string => (/^[\w-]+$/.test(text) ? text : JSON.stringify(text));

function inline(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${quote(key)} = ${inline(item)}`)
    .join(', ')} }`;
}

/** Comments on lines of their own, each with its number. */
function remark(lines: readonly string[], { remarks }: Hand, sign: string): readonly string[] {
  return lines.flatMap((line, index) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    return remarks[index % remarks.length] ? [`${indent}${sign} remark ${index};`, line] : [line];
  });
}
