import type { Rule } from '../detector.js';
import { checkLines, typesIn } from './data-table.js';
import { findRuleFault, toRules } from './rule-lines.js';

/*
 * Lines of `passwords.tsv`, whose columns are the id of a type of some family, those of a rule (`rule-lines.ts`) and where
 * it is described: rules that differ in words alone, of types that have others as well. A line without an id has that of
 * the line above it, and one without a source is described there, too. The families have their samples.
 */

/** The rules of a type. */
export function passwordRules(table: string, id: string): readonly Rule[] {
  const lines = typesIn(table).find(([line = '']) => line.startsWith(`${id}\t`));
  if (!lines) throw new Error(`the table has no type ${id}`);
  return lines.flatMap((line) => toRules(line.split('\t').slice(1)));
}

/** The table, if each of its lines can be used. Throws with the file, the line and the reason otherwise. */
export const checkPasswordTable = (table: string, file: string): string =>
  checkLines(table, file, (line, index) => {
    const [id = '', ...columns] = line.split('\t');
    if (id === '' && index === 0) return 'it belongs to no type';
    if (id !== '' && (columns[5] ?? '') === '') return 'it has no source';
    return findRuleFault(columns);
  });
