import { posix } from 'node:path';

/** The whole disk: `/`, `//`, `/.`, `C:\`. */
export const isRootFolder = (path: string): boolean => /^(?:\/|[a-z]:\/?)$/i.test(normalize(path));

const HOME_NAME = /^(?:~|\$HOME|\$\{(?:env:)?HOME\}|\$\{userHome\}|%USERPROFILE%|\$\{env:USERPROFILE\})$/;
const HOME_PATH = /^(?:\/root|(?:[a-z]:)?\/(?:home|Users)(?:\/[^/]+)?)$/i;

/** Everything of a person: a home, in any spelling, or the folder of all homes. */
export function isHomeFolder(path: string): boolean {
  const normalized = normalize(path);
  return HOME_NAME.test(normalized) || HOME_PATH.test(normalized);
}

function normalize(path: string): string {
  const slashed = path.trim().replaceAll('\\', '/');
  if (!/^(?:\/|~|\$|%|[a-z]:)/i.test(slashed)) return slashed;
  const normal = posix.normalize(slashed);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1).replace(/^\/$/, '/') : normal;
}
