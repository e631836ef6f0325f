import type { OptionTable } from './option-table.js';
import type { PackageKind } from './package-kind.js';

/** A program that fetches a package and runs it. One file of `runners`, and one line of `registry.ts`. */
export interface Runner {
  readonly kind: PackageKind;
  /** Without folder and extension. */
  readonly programs: readonly string[];
  /** The words that must follow it, in each way to say them. */
  readonly commands: readonly (readonly string[])[];
  readonly table: OptionTable;
  /** Its own options may also stand behind the package. */
  readonly readsBehind: boolean;
  /** Packages and settings that lie in its working folder count. */
  readonly readsFolder: boolean;
  /** The spec that a word is; nothing where it names none. */
  readonly toSpec: (word: string) => string | undefined;
}

export const asItIs = (word: string): string => word;
