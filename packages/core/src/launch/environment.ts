import { homedir, tmpdir } from 'node:os';

/**
 * What a server may know of us: nothing but the usual, and what its own entry says.
 * @param path where commands are found
 * @param terminal what it gets of a person's terminal; nothing where it is not to be trusted so far
 */
export const wholeEnvironment = (
  own: Readonly<Record<string, string>>,
  path: string,
  terminal: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv => ({
  PATH: path,
  HOME: homedir(),
  LANG: process.env['LANG'] ?? 'C.UTF-8',
  TMPDIR: tmpdir(),
  ...terminal,
  ...own,
});
