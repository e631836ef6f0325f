/*
 * These may stand between an assignment and its value. An empty setting, `DB_PASSWORD=` at the end of a line, does not
 * take the next line for its value. Sources of expressions.
 */

/** The next line counts if it is further in, as YAML and wrapped code have it, and no entry with a name of its own. */
const NEXT_LINE = String.raw`\r?\n[ \t]{1,40}(?!-\s|[\w.-]{1,64}[ \t]?(?::\s|=[^=\s]))`;

/** Behind `=` and the like: the same line, or a text in quotes on the next. */
export const BEHIND_EQUALS: string = String.raw`[ \t]{0,24}(?:\\?\r?\n[ \t]{1,40}(?=["'\x60]|string\())?`;

/** Behind `:`: the same line or the next, of YAML perhaps a block scalar (YAML 1.2.2, chapter 8). */
export const BEHIND_COLON: string = String.raw`[ \t]{0,24}(?:(?:[|>][-+\d]{0,2}[ \t]{0,4})?${NEXT_LINE})?`;
