/** A text that only a shell would read as more than words. */
const SHELL = /[$`\\|&;<>(){}*?[\]!~#\n\r]/;
const WORDS = /[^\s"']+|"[^"]*"|'[^']*'/g;

/**
 * The program and the arguments of a command that was written as one text; nothing if it is one word, or needs a shell.
 */
export function splitCommand(text: string): readonly [string, ...string[]] | undefined {
  if (SHELL.test(text) || !/\s/.test(text.trim())) return undefined;
  const [program, ...args] = text.match(WORDS)?.map((word) => word.replaceAll(/^["']|["']$/g, '')) ?? [];
  const isWhole = text.trim().split(/\s+/).length > 1 && text.replaceAll(WORDS, '').trim() === '';
  return program === undefined || args.length === 0 || !isWhole ? undefined : [program, ...args];
}
