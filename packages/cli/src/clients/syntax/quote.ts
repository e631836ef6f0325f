/** Characters that JSON leaves as they are, and that YAML or TOML forbid in a text or read as a line break. */
const UNPRINTABLE = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** In double quotes, as JSON, YAML and TOML all read it. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
