import { safeLines } from '../src/safe.js';
import { hintText } from '../src/hint.js';
import { describe, expect, it } from 'vitest';
import { describeEnd, StartFailure } from '../src/end-process.js';
import { GuardError } from '../src/errors.js';

describe('a process that ends with an error', () => {
  it.each<readonly [title: string, thrown: unknown, text: string, exit: number]>([
    [
      'names what happened, then what helps',
      new GuardError('DAEMON_UNAVAILABLE', 'the daemon was stopped', { hint: { command: 'mcp-guard start -d' } }),
      'mcp-guard: the daemon was stopped\nmcp-guard: next: mcp-guard start -d\n',
      69,
    ],
    [
      'has a line for each problem',
      new GuardError('CONFIG_INVALID', 'a.yaml:1:1: one\na.yaml:2:1: two'),
      'mcp-guard: a.yaml:1:1: one\nmcp-guard: a.yaml:2:1: two\n',
      78,
    ],
    [
      'names the cause of a failure of its own',
      new TypeError('x is not a function'),
      'mcp-guard: unexpected failure inside mcp-guard: x is not a function\n',
      70,
    ],
    [
      'hides the cause of a refusal',
      new GuardError('POLICY_DENIED', 'no', { cause: new Error('of a stranger') }),
      'mcp-guard: no\n',
      77,
    ],
    [
      'repeats the words and the exit code of a daemon that did not start',
      new StartFailure(75, 'mcp-guard: one\nmcp-guard: two\n'),
      'mcp-guard: one\nmcp-guard: two\n',
      75,
    ],
    [
      'writes nothing that acts on a terminal',
      new GuardError('INTERNAL', 'a\u001b[2Jb', { hint: 'c\u202ed' }),
      'mcp-guard: a\\u{1b}[2Jb\nmcp-guard: c\\u{202e}d\n',
      70,
    ],
  ])('%s', (_, thrown, text, exit) => {
    const end = describeEnd(thrown);
    expect(end.exit).toBe(exit);
    expect(end.lines.map((line) => `${safeLines(hintText(line))}\n`).join('')).toBe(text);
  });
});
