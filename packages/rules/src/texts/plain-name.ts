import { mask } from '@mcp-guard/detectors';
import type { PiiRules } from '../pii-rules.js';

/** The text is short, of letters and usual signs, and contains nothing that would be masked: messages may repeat it. */
export const isPlain = (name: string, { custom }: PiiRules): boolean => PLAIN.test(name) && mask(name, custom) === name;
const PLAIN = /^[\w.$@+/:{}-]{1,64}$/;
