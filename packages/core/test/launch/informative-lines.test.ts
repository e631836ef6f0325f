import { describe, expect, it } from 'vitest';
import { informativeLines } from '../../src/launch/informative-lines.js';

const NODE = `/app/index.js:12
    throw new Error('Database path required');
    ^

Error: Database path required
    at main (/app/index.js:12:11)
    at Module._compile (node:internal/modules/cjs/loader:1554:14) {
  code: 'ERR_NO_DATABASE',
  stderr: null
}

Node.js v24.21.0`;
const LISTED = `TypeError: the option --root must be a path
    at parse (file:///app/cli.mjs:3:9)
  errors: [
    'x'
  ]
}
Node.js v24.21.0`;
const PYTHON = `Traceback (most recent call last):
  File "/app/server.py", line 3, in <module>
    import missing_module
ModuleNotFoundError: No module named 'missing_module'`;
const NPM = `npm error code E404
npm error 404 Not Found - GET /no-such-package
npm error A complete log of this run can be found in: /home/anna/.npm/_logs/x.log`;

describe('the lines that say why a program failed', () => {
  it.each([
    ['of Node', NODE, ['Error: Database path required']],
    ['of Node, with a list in the error', LISTED, ['TypeError: the option --root must be a path']],
    ['of Python', PYTHON, ["ModuleNotFoundError: No module named 'missing_module'"]],
    ['of npm', NPM, ['npm error code E404', 'npm error 404 Not Found - GET /no-such-package']],
    [
      'that go on with advice',
      'CLI not found.\nInstall it:\n  brew install cli',
      ['CLI not found.', 'Install it:', 'brew install cli'],
    ],
    ['without a word for it', 'one\ntwo\nthree\nfour\n', ['two', 'three', 'four']],
    ['of nothing', '\n}\n', []],
  ])('%s', (_, written, told) => {
    expect(informativeLines(written.split('\n')).slice(-told.length || undefined)).toEqual(told);
  });
});
