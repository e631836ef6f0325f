/** Names that people give to secrets. A name too many does no harm. */
const SECRET_NAME =
  /key|token|secret|pass|pwd|auth|cred|cookie|dsn|private|session|bearer|licen[cs]e|salt|signature|cert|(?:^|_)pat(?:_|$)/i;

/** A variable is a secret by its name, with any value. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Shorter values occur in every text. */
const MIN_SECRET = 4;
/** A value without the name of a secret may be one; a shorter value is a plain word. */
const MIN_OTHER = 8;
/** Settings with the name of a secret: `AUTH=none`. */
const SETTING = /^(?:true|false|null|none|auto)$/i;

/**
 * Values that must be hidden if a server repeats them, line by line. The longest come first: one may begin with
 * another.
 * @param env its own variables
 * @param secrets values that are secret under any name
 */
export function secretLines(env: Readonly<Record<string, string>>, secrets: readonly string[] = []): readonly string[] {
  const named = Object.entries(env).flatMap(([name, value]) =>
    isSecretName(name) && !SETTING.test(value) ? [value] : [],
  );
  const lines = new Set([...toLines([...named, ...secrets], MIN_SECRET), ...toLines(Object.values(env), MIN_OTHER)]);
  return [...lines].toSorted((a, b) => b.length - a.length);
}

const toLines = (values: readonly string[], least: number): readonly string[] =>
  values.flatMap((value) => value.split(/\r?\n/)).filter((line) => line.length >= least);
