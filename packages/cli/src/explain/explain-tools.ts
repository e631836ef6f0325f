import { homedir } from 'node:os';
import type { Loaded } from '@mcp-guard/policy';
import { createExplainer } from '@mcp-guard/rules';
import { toVerdict, type ToolVerdict } from './verdict.js';

/** The user whose calls are judged. */
export interface Caller {
  readonly user?: string | undefined;
  readonly roles: readonly string[];
}

/**
 * Judges calls of a server's tools by the pipeline that the daemon runs, whatever was used or decided before. The client
 * is in the home folder: from within the guard's own, every name would be one of its files.
 */
export function explainTool(
  loaded: Pick<Loaded, 'config' | 'locate'>,
  server: string,
  { user = '', roles }: Caller,
): (tool: string) => ToolVerdict {
  const explain = createExplainer(loaded, undefined);
  return (tool) => toVerdict(explain({ server, tool, args: '{}', cwd: homedir(), user, roles }));
}
