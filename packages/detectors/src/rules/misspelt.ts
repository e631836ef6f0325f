/* Labels as they are mistyped and cut short. What stands behind one has to be as good as behind a flag. */

/** How far a word is from the one that was meant: a letter left out, doubled, or in the place of its neighbour. */
function slipsOf(word: string): readonly string[] {
  const slips = new Set<string>();
  for (let at = 1; at < word.length; at++) {
    const [before, char, behind] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
    slips.add(before + behind);
    slips.add(before + char + char + behind);
    slips.add(before + behind.charAt(0) + char + behind.slice(1));
  }
  slips.delete(word);
  return [...slips];
}

/** Words of their own, and beginnings of many. */
const WORDS = new Set(['toke', 'passwd', 'passw', 'passwor', 'secre', 'secrets', 'tokenn', 'passord']);

const misspelt = (words: readonly string[], shortened: readonly string[]): readonly string[] =>
  [...words.flatMap(slipsOf), ...shortened].filter((slip) => !WORDS.has(slip));

export const MISSPELT_PASSWORDS: readonly string[] = misspelt(
  ['password', 'passwd', 'passphrase'],
  ['pswd', 'pswrd', 'psswrd', 'psw', 'pwrd', 'pword', 'pwort', 'passwor', 'passwort', 'passworld'],
);
export const MISSPELT_SECRETS: readonly string[] = misspelt(
  ['secret', 'token', 'apikey', 'api_key', 'credentials'],
  [
    'tkn',
    'scrt',
    'secrect',
    'secrete',
    'apik',
    'acces token',
    'acess token',
    'auth tok',
    'authtok',
    'access tok',
    'api kye',
  ],
);

const toExpression = (words: readonly string[]): RegExp =>
  new RegExp(
    `(?<![a-z])(?:[a-z\\d]{2,24} ?)?(?:${words.map((word) => word.replace(/^api/, 'api ?')).join('|')})(?: ?key)?(?: ?\\d{1,2})?$`,
  );
/** Over the words of a name. */
export const MISSPELT_PASSWORD: RegExp = toExpression(MISSPELT_PASSWORDS);
/** Glued to whose it is: `acmepass`, `bindpw`, but not `bypass`. */
export const GLUED_PASSWORD: RegExp =
  /(?:^| )[a-z]{2,16}(?<!by|com|tres|sur|over|under|im|multi|single|first|second|render|shader|two|one|low|high|band|all|main|post|pre)(?:pass|pw|(?<!user)pwd)(?: ?\d{1,2})?$/;
export const MISSPELT_SECRET: RegExp = toExpression(MISSPELT_SECRETS);
