/* The kinds of a character, as bits. */
export const DIGIT = 1;
export const RUN = 2;
export const SEPARATOR = 4;
export const OTHER = 8;
/** The kinds by code; a character beyond ASCII is `OTHER`. */
export const KINDS: Uint8Array = new Uint8Array(128).map((_, code) => {
  const char = String.fromCharCode(code);
  return (
    (/\d/.test(char) ? DIGIT : 0) |
    (/[\w+/=-]/.test(char) ? RUN : 0) |
    (/[ .\-_,:;|/*#~^!&\t\n]/.test(char) ? SEPARATOR : 0) |
    (/[^\P{Cc}\t\n\r]/u.test(char) ? OTHER : 0)
  );
});
