import { homedir, tmpdir } from 'node:os';

/**
 * The environment of a server: the usual variables, and those of its own entry.
 * @param path where commands are found
 * @param terminal variables from a person's terminal; nothing if the server is not trusted with them
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
