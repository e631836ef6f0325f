/** `npx` of `/usr/bin/npx` and of `C:\\node\\NPX.cmd`. */
export const toProgram = (word: string): string =>
  (word.split(/[\\/]/).at(-1) ?? word).replace(/\.(?:exe|cmd|bat|com|ps1)$/i, '').toLowerCase();
