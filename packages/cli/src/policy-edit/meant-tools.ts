import { GuardError, safe } from '@mcp-guard/core';
import { AccessList, compilePattern, findNearest } from '@mcp-guard/policy';
import { showText } from '../output/show-text.js';

const isPattern = (tool: string): boolean => /[*?]/.test(tool) || tool.startsWith('^');

/** Throws USAGE if it is neither a name nor a pattern. */
export function checkPattern(tool: string): void {
  if (tool === '') throw new GuardError('USAGE', 'the name of a tool is not empty');
  try {
    compilePattern(tool);
  } catch (cause) {
    throw new GuardError('USAGE', `the expression ${safe(tool)} does not compile`, {
      cause,
      hint: 'a pattern is a name with * and ?, or ^ and a regular expression',
    });
  }
}

/** The tools that a name or a pattern of a list means; of a pattern, those that the server has shown. */
export function meantTools(tool: string, shown: readonly string[]): readonly string[] {
  if (!isPattern(tool)) return [tool];
  const list = new AccessList('', 'tools', null, [tool]);
  return shown.filter((name) => list.refuses(name) !== undefined);
}

/** A doubt about the name, which may be misspelt; nothing if there is none. */
export function doubtName(tool: string, server: string, shown: readonly string[]): string | undefined {
  if (shown.length === 0)
    return `${server} has shown no tool yet: mcp-guard does not know whether it has ${safe(tool)}`;
  if (isPattern(tool)) {
    return meantTools(tool, shown).length > 0 ? undefined : `no tool that ${server} has shown matches ${safe(tool)}`;
  }
  if (shown.includes(tool)) return undefined;
  const nearest = findNearest(tool, shown);
  const help = nearest === undefined ? '' : `; did you mean ${showText(nearest)}?`;
  return `${server} has shown no tool ${safe(tool)}${help}`;
}
