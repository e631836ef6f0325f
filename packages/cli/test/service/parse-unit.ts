/** What systemd makes of a unit: systemd.syntax(7), systemd.service(5) for command lines, systemd.unit(5) for `%`. */
export interface ParsedUnit {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** All other settings by their names. */
  readonly values: ReadonlyMap<string, string>;
}

export function parseUnit(text: string): ParsedUnit {
  const lines = text.split('\n').filter((line) => line !== '' && !/^[#;[]/.test(line));
  const settings = lines.map((line): readonly [string, string] => {
    if (line.endsWith('\\')) throw new Error('a line goes on');
    const at = line.indexOf('=');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  const all = (name: string): readonly string[] =>
    settings.filter(([each]) => each === name).flatMap(([, value]) => splitWords(value).map(withoutSpecifiers));
  const [program = '', ...args] = all('ExecStart');
  if (/["'\\]/.test(program) || !program.startsWith('/')) throw new Error('no program that systemd starts');
  const assignments = all('Environment').map((each): [string, string] => {
    const at = each.indexOf('=');
    return [each.slice(0, at), each.slice(at + 1)];
  });
  return { program, args: args.map(expand), env: Object.fromEntries(assignments), values: new Map(settings) };
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\', '"': '"' };

function splitWords(value: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === '"') [isQuoted, word] = [!isQuoted, word ?? ''];
    else if (char === '\\') {
      const escaped = ESCAPES[value.charAt(++at)];
      if (escaped === undefined) throw new Error('an escape that we never write');
      word = (word ?? '') + escaped;
    } else if (/\s/.test(char) && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (isQuoted) throw new Error('unbalanced quoting');
  return word === undefined ? words : [...words, word];
}

const withoutSpecifiers = (word: string): string =>
  word.replaceAll(/%(.?)/gsu, (_, next: string) => {
    if (next !== '%') throw new Error(`a specifier: %${next}`);
    return '%';
  });

const expand = (word: string): string =>
  word.replaceAll(/\$(.?)/gsu, (_, next: string) => {
    if (next !== '$') throw new Error(`a variable: $${next}`);
    return '$';
  });
