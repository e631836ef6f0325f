/** Which JSON leaves as they are, and YAML or TOML do not allow in a text, or take for a line break. */
const UNPRINTABLE = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** In double quotes, as JSON, YAML and TOML all read it. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
