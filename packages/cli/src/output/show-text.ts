import { safe } from '@mcp-guard/core';
import { forTerminal } from '@mcp-guard/detectors';

const MAX_LENGTH = 80;

/** Text of a client's file that is safe to show: without secrets, in one line, of a bounded length. */
export const showText = (text: string): string => forTerminal(text, MAX_LENGTH, safe);
