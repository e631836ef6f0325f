import type { z } from 'zod';

/** Rules, and where they stand in the configuration; of a base behind `base:`. */
export interface RuleSource<Rules> {
  readonly source: string;
  readonly rules: Rules;
}

/** Where a section stands, and what decides there what its silence means. */
export interface Placement<All> {
  /** The policy, the role, or nothing above a section for all servers; ends with a dot, or is empty. */
  readonly above: string;
  /** Whether the same policy or role allows some names only. */
  readonly hasAllowList: boolean;
  /** The section for all servers of the same file. */
  readonly all: All | undefined;
}

/**
 * One kind of rules that bind a server or a role: its keys with their help, and which change of each allows more.
 * The sections of a base bind beside the file's own, and what one of them refuses is refused.
 */
export interface Section {
  /** As a policy has it. */
  readonly ofServer: z.ZodType;
  /** As a role has it, where it may. */
  readonly ofRole?: z.ZodType;
  /** As it stands at the top of a file, for all servers together, where it may. */
  readonly ofAll?: z.ZodType;
  /**
   * The rules that it means, where these are not what is written.
   * @param written nothing where a role has no such section
   */
  readonly bind?: (written: never, placement: Placement<never>) => readonly RuleSource<unknown>[];
  /** Its rules go away only with those of another section, whose loss is reported. */
  readonly isImplied?: true;
}
