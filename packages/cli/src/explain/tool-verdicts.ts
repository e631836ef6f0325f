import { homedir } from 'node:os';
import type { Loaded } from '@mcp-guard/policy';
import { createExplainer, type ExplainedRule, type Explanation } from '@mcp-guard/rules';
import { guessKind, type GuessedKind, type ToolKind } from '@mcp-guard/store';
import type { KnownTools } from '../record/known-tools.js';
import type { Caller } from './caller.js';

/** The verdict on calls of a tool; `limited` depends on their arguments, their number or their price. */
export type ToolAccess = 'allowed' | 'limited' | 'needs a person' | 'denied';

export interface ToolVerdict {
  readonly verdict: ToolAccess;
  /** With its place; `null` if no rule has a say. */
  readonly rule: string | null;
}

/** One tool of a server, with what it may do. */
export interface ToolRow extends ToolVerdict {
  readonly server: string;
  readonly tool: string;
  /** The kind that the server claims; `null` if it claims none. */
  readonly said: ToolKind | null;
  readonly guessed: GuessedKind;
}

/** The tools of a server that the record knows, each with its verdict. */
export function listTools(
  loaded: Loaded,
  server: string,
  known: ReadonlyMap<string, KnownTools>,
  caller: Caller,
): readonly ToolRow[] {
  const explain = explainTool(loaded, server, caller);
  return [...(known.get(server) ?? [])].map(([tool, said]) => {
    const { verdict, rule } = explain(tool);
    return { server, tool, said, guessed: guessKind(tool, said), verdict, rule };
  });
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

/** The verdict on every call of a tool. @param explanation of a call without arguments */
function toVerdict({ outcome, decisive, rules }: Explanation): ToolVerdict {
  const sure = rules.filter((line) => !isAboutCall(line));
  const refusing = outcome === 'block' && decisive && !isAboutCall(decisive) ? decisive : find(sure, 'refuses');
  if (refusing) return { verdict: 'denied', rule: refusing.rule };
  const asking = find(sure, 'asks');
  if (asking) return { verdict: 'needs a person', rule: asking.rule };
  const limiting = rules.find((line) => isAboutCall(line) || line.verdict === 'counts');
  if (limiting) return { verdict: 'limited', rule: limiting.rule };
  const passing = sure.find(({ verdict, rule }) => verdict === 'passes' && !rule.endsWith('.denied_tools'));
  return { verdict: 'allowed', rule: passing?.rule ?? null };
}

const find = (lines: readonly ExplainedRule[], wanted: ExplainedRule['verdict']): ExplainedRule | undefined =>
  lines.find(({ verdict }) => verdict === wanted);

/** Rules about arguments and prices say nothing of a call that has other ones. */
const isAboutCall = ({ rule }: ExplainedRule): boolean =>
  rule.includes('permissions.arguments[') || /(?:[ .:])spend\./.test(rule);
