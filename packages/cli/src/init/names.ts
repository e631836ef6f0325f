const MAX_LENGTH = 48;

/** A free name: the wished one, or that one with a number. */
export function freeName(wished: string, isTaken: (name: string) => boolean, sign: '-' | '_' = '-'): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wished : wished + sign + number;
    if (!isTaken(name)) return name;
  }
}

/** A client's name for a server, as our configuration allows it: letters, digits and `._-`, not beginning with a sign. */
export function toServerName(name: string): string {
  const kept = name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._-]/gu, '-')
    .replace(/^[._-]{1,1000}/, '');
  return Array.from(kept).slice(0, MAX_LENGTH).join('') || 'server';
}

/** In the form of a variable's name. */
export function toVariableName(text: string): string {
  const kept = text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/g, '_')
    .slice(0, MAX_LENGTH);
  return /^[A-Z_]/.test(kept) ? kept : `_${kept}`;
}
