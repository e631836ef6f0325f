import type { Loaded } from '@mcp-guard/policy';
import type { ToolKind } from '@mcp-guard/store';
import { explainTool, type Caller } from './explain-tools.js';
import type { KnownTools } from './known-tools.js';
import { guessKind, type GuessedKind } from './tool-kind.js';
import type { Verdict } from './verdict.js';

/** One tool of a server, with what it may do. */
export interface ToolRow {
  readonly server: string;
  readonly tool: string;
  /** What the server says that it does; nothing if it says nothing. */
  readonly said: ToolKind | null;
  readonly guessed: GuessedKind;
  readonly verdict: Verdict;
  /** With its place; `null` if no rule has a say. */
  readonly rule: string | null;
}

/** The tools of a server that the record knows, each with its verdict. */
export function listTools(loaded: Loaded, server: string, known: KnownTools, caller: Caller): readonly ToolRow[] {
  const explain = explainTool(loaded, server, caller);
  return [...known].map(([tool, said]) => {
    const { verdict, rule } = explain(tool);
    return { server, tool, said, guessed: guessKind(tool, said), verdict, rule };
  });
}
