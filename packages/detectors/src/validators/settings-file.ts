/*
 * A text that is as a whole a file of settings: dotenv, ini, properties, TOML, or YAML or JSON without levels. No
 * manual is written like that, so a sample in it stands where a real value belongs.
 */

/** Says nothing: blank, a comment, a section, the marks around a document. */
const FRAME = /^\s*(?:$|[#;!]|\/\/|\[[^\]=]{1,120}\]\s*$|---\s*$|[{}]\s*$)/;
/** `NAME=value`, `export NAME=value`, `name.of.key = value`. */
const EQUALS = /^\s*(?:(?:export|set)\s+)?[A-Za-z_][\w.-]{0,120}\s{0,20}=(?![=>~])/;
/** `name: value` and `"name": "value",` at one level; names of people's words begin with a capital. */
const COLON = /^(?:[a-z_][\w.-]{0,120}:\s|\s{0,8}"[\w.-]{1,120}"\s{0,20}:\s*[^\s{[])/;
/** Ends as a statement of a program does, or calls something. */
const CODE = /(?:;|[({]|=>)\s*$|^[^"'#]*\w\(/;

/** More than half of the lines that say something assign. One line alone is such a file only with a `=`. */
export function isSettingsFile(text: string): boolean {
  let equals = 0;
  let colons = 0;
  let others = 0;
  for (const line of text.trim().split('\n')) {
    if (FRAME.test(line)) continue;
    const head = line.slice(0, MAX_HEAD);
    if (CODE.test(head)) others++;
    else if (EQUALS.test(head)) equals++;
    else if (COLON.test(head)) colons++;
    else others++;
  }
  return equals + colons > others && (equals > 0 || colons > 1);
}

/** In characters of a line that are looked at. */
const MAX_HEAD = 512;
