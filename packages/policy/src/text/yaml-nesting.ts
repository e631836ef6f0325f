import { Lexer } from 'yaml';

/** No configuration nests nearly as deep. */
export const MAX_YAML_DEPTH = 100;
/** The limit of one line, where each nests what follows: `- - - x`. */
const MAX_INDICATORS = 20;

/**
 * Finds where a text nests too deep for the parser, which recurses: a stack overflow inside of it may end the process
 * and cannot be caught. `undefined` where it does not.
 */
export function findDeepNesting(text: string): number | undefined {
  let offset = 0;
  let flow = 0;
  let indicators = 0;
  let isIndent = false;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow += 1;
    if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    if (token === '-' || token === '?' || token === ':') indicators += 1;
    if (token === '\n' || token === '\r\n' || token === ',' || token === '[' || token === '{') indicators = 0;
    // Every level of blocks is a column further, but for lists in maps.
    const isTooFar = isIndent && token.length > 4 * MAX_YAML_DEPTH && token.trim() === '';
    if (flow > MAX_YAML_DEPTH || indicators > MAX_INDICATORS || isTooFar) return offset;
    isIndent = token === '\n' || token === '\r\n';
    // The lexer's own marks, of a document's start and end and of what a scalar is, stand nowhere.
    if (token !== '\u0002' && token !== '\u0018' && token !== '\u001F') offset += token.length;
  }
  return undefined;
}
