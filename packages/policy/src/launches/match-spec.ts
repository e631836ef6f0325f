import { compilePattern } from '../patterns/match.js';
import type { PackageKind } from './package-kind.js';

/** Matches more than itself. */
export const isWild = (pattern: string): boolean => pattern.startsWith('^') || hasStars(pattern);
/** The same for a part of a pattern, of which no `^` makes an expression. */
export const hasStars = (part: string): boolean => /[*?]/.test(part);

/**
 * A spec is what a pattern of a base names: the same package, and a version of it that the registry has under that name
 * and no other. A tag, a range, a path, a URL, an alias or no version is named word for word only.
 */
export function matchesSpec(kind: PackageKind, pattern: string, spec: string): boolean {
  const wanted = kind.split(pattern);
  const given = kind.split(spec);
  const same = kind.canonical(given.name);
  if (!isWild(pattern)) return kind.canonical(wanted.name) === same && wanted.version === given.version;
  if (!kind.isName(given.name) || given.version === undefined || !kind.isVersion(given.version)) return false;
  if (pattern.startsWith('^') || wanted.version === undefined) return compilePattern(pattern).matches(spec);
  return (
    !wanted.version.startsWith('^') && // a range, not an expression
    compilePattern(kind.canonical(wanted.name)).matches(same) &&
    compilePattern(wanted.version).matches(given.version)
  );
}
