const MAX_LENGTH = 256;

/** The words of a key or a label, in lower case and one space apart: `phone number` of `phoneNumber` and `PHONE_NUMBER:`, `ssns` of `SSNs`. */
export function toWords(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
