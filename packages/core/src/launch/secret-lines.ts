/** Names that people give to what others must not have. Too many do no harm: what is meant is found by its name. */
const SECRET_NAME =
  /key|token|secret|pass|pwd|auth|cred|cookie|dsn|private|session|bearer|licen[cs]e|salt|signature|cert|(?:^|_)pat(?:_|$)/i;

/** Whether a variable is a secret by its name, whatever its value is. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Shorter ones are found in every text. */
const MIN_SECRET = 4;
/** What nobody calls a secret is one perhaps, and a word if it is shorter. */
const MIN_OTHER = 8;
/** Settings with the name of a secret: `AUTH=none`. */
const SETTING = /^(?:true|false|null|none|auto)$/i;

/**
 * What must not be heard of a server that repeats what it was given, line by line. The longest first: one may begin
 * with another.
 * @param env its own variables
 * @param secrets values that are secret whatever they are called
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
