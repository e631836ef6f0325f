/* Tables of data: lines of columns divided by tabs, of which the first names the columns. A build reads and checks them. */

/** The lines of a table without the one that names the columns. */
export const linesOf = (table: string): readonly string[] => table.trimEnd().split('\n').slice(1);

/** The lines of each type: the one with its id, and those without any that follow it. */
export function typesIn(table: string): readonly (readonly string[])[] {
  const types: string[][] = [];
  for (const line of linesOf(table)) {
    if (line.startsWith('\t')) types.at(-1)?.push(line);
    else types.push([line]);
  }
  return types;
}

/** The samples in the columns behind the first `before`, as those of families without a table are written: `type<TAB>text`. */
export const samplesIn = (table: string, before: number): readonly string[] =>
  linesOf(table).flatMap((line) => {
    const [id = '', ...columns] = line.split('\t');
    return columns.slice(before - 1).map((text) => `${id}\t${text}`);
  });

/** The table, if nothing is wrong with any of its lines. Throws with the file, the line and the reason otherwise. */
export function checkLines(
  table: string,
  file: string,
  findProblem: (line: string, index: number) => string | undefined,
): string {
  for (const [index, line] of linesOf(table).entries()) {
    const problem = findProblem(line, index);
    if (problem !== undefined) throw new Error(`${file}:${index + 2}: ${problem}`);
  }
  return table;
}

/** Why the id and the title of a line cannot be used; `ids` are those above it, and gets this one. */
export function findNameFault(id: string, title: string, ids: Set<string>): string | undefined {
  if (!/^[a-z][a-z\d]*(?:_[a-z\d]+)*$/.test(id)) return `${JSON.stringify(id)} is no id`;
  if (ids.size === ids.add(id).size) return `the id ${id} stands above, too`;
  return title === '' ? 'it has no title' : undefined;
}

/** Why an expression cannot be used: it cannot be read, or it may go on for ever. */
export function findExpressionFault(text: string, read: (text: string) => RegExp): string | undefined {
  try {
    const plain = read(text)
      .source.replaceAll(/\\./g, '.')
      .replaceAll(/\[[^\]]*\]/g, '.');
    return /[*+]|\{\d+,\}/.test(plain) ? `an expression has no upper end: ${text}` : undefined;
  } catch {
    return `an expression cannot be read: ${text}`;
  }
}
