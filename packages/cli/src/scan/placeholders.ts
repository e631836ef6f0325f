/** `${X}`, `${env:X}`, `${input:x}` and the beginning of `${X:-default}`: the value is elsewhere, but the default is here. */
const PLACEHOLDER = /\$\{(?:[a-z]{1,16}:)?[A-Za-z_][\w.-]{0,127}?(?:\}|:-)|\{\{[^{}]{1,128}\}\}|%[A-Z_]{1,64}%/g;

/** The text that remains if its client fills nothing in. */
export const withoutPlaceholders = (text: string): string => text.replaceAll(PLACEHOLDER, '');

/** The parts of a text that a client would fill in. */
export const placeholdersOf = (text: string): readonly string[] => text.match(PLACEHOLDER) ?? [];
