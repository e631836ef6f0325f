import { safe } from '@mcp-guard/core';
import { describeLookAlikes } from '@mcp-guard/detectors';

/** What a caller wrote, for whoever decides about it: safe to print, and no letter that passes for another. */
export const shown = (text: string, maxLength?: number): string => describeLookAlikes(safe(text, maxLength));
