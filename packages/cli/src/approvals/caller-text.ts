import { safe } from '@mcp-guard/core';
import { describeLookAlikes } from '@mcp-guard/detectors';

/** The text of a caller, for the person who decides: safe to print, and without look-alike letters. */
export const callerText = (text: string, maxLength?: number): string => describeLookAlikes(safe(text, maxLength));
