import type { z } from 'zod';

/** Rules, and where they stand in the configuration; of a base behind `base:`. */
export interface RuleSource<Rules> {
  readonly source: string;
  readonly rules: Rules;
}

/** The place of a section, and the facts that decide its defaults there. */
export interface Placement<All> {
  /** The policy, the role, or nothing above a section for all servers; ends with a dot, or is empty. */
  readonly above: string;
  /** The same policy or role allows some names only. */
  readonly hasAllowList: boolean;
  /** The section for all servers of the same file. */
  readonly all: All | undefined;
}

/**
 * One kind of rules that bind a server or a role: its keys with their help, and which change of each allows more.
 * The sections of a base bind beside the file's own, and a refusal by any of them wins.
 */
export interface Section {
  /** As a policy has it. */
  readonly ofServer: z.ZodType;
  /** As a role has it, if it may. */
  readonly ofRole?: z.ZodType;
  /** As it stands at the top of a file, for all servers together, if it may. */
  readonly ofAll?: z.ZodType;
  /**
   * The rules of the section, if they differ from the written ones.
   * @param written nothing if a role has no such section
   */
  readonly bind?: (written: never, placement: Placement<never>) => readonly RuleSource<unknown>[];
  /** Its rules go away only with those of another section, whose loss is reported. */
  readonly isImplied?: true;
}
