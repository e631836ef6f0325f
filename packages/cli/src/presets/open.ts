import type { Preset } from './preset.js';

export const open: Preset = {
  id: 'open',
  summary: 'adds no rules for tools, and takes none away; secrets are stopped all the same',
  wanted: undefined,
  propose: () => undefined,
};
