import { toFinding } from '../check.js';
import type { FoundIssue } from '../rule.js';
import type { AskedServer } from './ask-servers.js';
import { toDefinitions } from './definitions.js';
import { createOfferedTools } from './offered-tools.js';
import { LIVE_RULES } from './registry.js';

/** A server with more findings of one kind is shown by its first ones. */
const MAX_ISSUES = 25;

/** Applies the rules to the responses of servers, in the order of the files. */
export function checkAnswers(all: readonly AskedServer[]): readonly FoundIssue[] {
  const tools = createOfferedTools(all);
  return all.flatMap((asked) => {
    const definitions = toDefinitions(asked.answer);
    return LIVE_RULES.flatMap((rule) =>
      rule
        .check({ asked, definitions, tools })
        .slice(0, MAX_ISSUES)
        .map((issue) => toFinding(rule, asked.file, asked.server, issue)),
    );
  });
}
