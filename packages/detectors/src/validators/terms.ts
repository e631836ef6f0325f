/* How tables write what has to be true of a value: alternatives divided by ` or `, each of terms divided by ` & `. */

/** True where all terms of one alternative are. Throws for what `toTerm` cannot read. */
export function toTest<Args extends readonly unknown[]>(
  text: string,
  toTerm: (term: string) => (...args: Args) => boolean,
): (...args: Args) => boolean {
  const alternatives = text.split(' or ').map((each) => each.split(' & ').map(toTerm));
  const [terms = []] = alternatives;
  if (alternatives.length === 1 && terms[0] && terms.length === 1) return terms[0];
  return (...args) => alternatives.some((each) => each.every((isHeld) => isHeld(...args)));
}

/** An expression between slashes, with its flags behind them. */
export function toExpression(term: string): RegExp | undefined {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/.exec(term) ?? [];
  return source === undefined ? undefined : new RegExp(source, flags);
}
