/** An entry of a list of tools that means exactly this name: `*`, `?` and a `^` in front are no plain text there. */
export const toPattern = (name: string): string =>
  /[*?]/.test(name) || name.startsWith('^') ? `^${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}$` : name;
