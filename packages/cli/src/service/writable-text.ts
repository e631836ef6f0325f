import { GuardError, safe } from '@mcp-guard/core';

/** A line break would begin a line of its own, and what is no character would drop the whole line. */
const UNWRITABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** The text, if it can stand in the file of a service; throws CONFIG_INVALID otherwise. */
export function writable(text: string): string {
  if (!UNWRITABLE.test(text)) return text;
  throw new GuardError('CONFIG_INVALID', `${safe(text)} has characters that the file of a service cannot hold`, {
    hint: 'move it to a path without control characters',
  });
}
