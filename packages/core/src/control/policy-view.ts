import type { ConfigStatus } from './config-status.js';

/** One value in force. */
export interface PolicyValue {
  /** `servers.github.policy.permissions.denied_tools`. */
  readonly key: string;
  /** JSON; `"•••"` for a secret. */
  readonly value: string;
  /** `default`, or `mcp-guard.yaml:14:9`; a value of the base begins with `base: `. */
  readonly from: string;
}

/** `GET /policy`: the merged configuration. */
export interface PolicyView extends ConfigStatus {
  readonly values: readonly PolicyValue[];
  /** Warnings of `validate`, with file, line and column. */
  readonly warnings: readonly string[];
}
