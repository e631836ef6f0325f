import { Option } from 'commander';
import type { Preset } from './preset.js';
import { PRESETS } from './registry.js';

/** `--preset`, as every command that takes it describes it. */
export const presetOption = (what: string): Option =>
  new Option('--preset <name>', what).choices(PRESETS.map(({ id }) => id));

/** Returns nothing if no preset was named. */
export const findPreset = (id: string | undefined): Preset | undefined => PRESETS.find((preset) => preset.id === id);
