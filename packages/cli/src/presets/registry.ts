import { careful } from './careful.js';
import { open } from './open.js';
import type { Preset } from './preset.js';
import { readOnly } from './read-only.js';

/** From the strictest to the one that adds nothing. */
export const PRESETS: readonly Preset[] = [readOnly, careful, open];
