const NUMBER = /^(?:record )?(\d{1,15})$/iu;

/** Reads the number of a row as a person looks for it: `12`, or `record 12` as a refusal says it. */
export function readRecordNumber(text: string): number | undefined {
  const [, digits] = NUMBER.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
