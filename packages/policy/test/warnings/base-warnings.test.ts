import { describe, expect, it } from 'vitest';
import { findBaseWarnings } from '../../src/warnings/base-warnings.js';
import { parseBase } from '../../src/loading/load.js';
import { lineOf } from '../launches/entries.js';

const warningsOf = (entry: object): readonly string[] =>
  findBaseWarnings(parseBase(JSON.stringify({ servers: { a: entry } }), 'b.yaml').file).map((found) =>
    found.join(': '),
  );

describe('an entry of a base is warned of', () => {
  it.each([
    [
      'npx -y @x/github*',
      'servers.a.args[1]: "@x/github*" names packages of other names, too; a version stands behind @',
    ],
    ['npx -y *', 'servers.a.args[1]: "*" names packages of other names, too'],
    ['npx -y @x/*@*', 'servers.a.args[1]: "@x/*@*" names packages of other names, too'],
    ['npx ^@x/github@', 'servers.a.args[0]: "^@x/github@" also matches anything longer; end it with $'],
    ['npx --package=*@1.0.0 serve', 'servers.a.args[0]: "*@1.0.0" names packages of other names, too'],
    ['npx -p a@* *', 'servers.a.args: "*" names any program beside the package'],
    [
      'npx --registry=* a@*',
      'servers.a.args: "--registry=*" lets the option have other values, by which other code may run',
    ],
    ['uvx --with * a@*', 'servers.a.args[1]: "*" names packages of other names, too'],
    ['node /opt/* --stdio', undefined],
    ['node *', 'servers.a.args[0]: "*" names whatever node may start'],
    ['python3 -c ^import', 'servers.a.args[1]: "^import" names whatever python3 may start'],
    ['node server.js', 'servers.a: "server.js" is looked for in the folder of the client'],
    ['./files', 'servers.a: "./files" is looked for in the folder of the client'],
    ['* x', 'servers.a.command: "*" names programs of any folder and origin'],
    ['*/npx a@*', 'servers.a.command: "*/npx" names programs of any folder and origin'],
  ])('that is too wide: %s', (line, warning) => {
    expect(warningsOf(lineOf(line))).toEqual(warning === undefined ? [] : [warning]);
  });

  it.each(['npx', 'node', 'docker', 'bash'])('that names a program with any arguments: %s', (command) => {
    expect(warningsOf({ command })).toEqual([
      `servers.a.command: without \`args\` it names whatever ${command} may start`,
    ]);
  });

  it.each([
    ['npx --unheard-of a@*', 'servers.a.args: it is unclear which package it names, so no server is exactly this'],
    [
      'npx a@^1.0.0',
      'servers.a.args[0]: "a@^1.0.0" names no version but what may change; only a server that says the same is this',
    ],
    [
      'npx a@latest',
      'servers.a.args[0]: "a@latest" names no version but what may change; only a server that says the same is this',
    ],
    [
      'npx a@file:/x',
      'servers.a.args[0]: "a@file:/x" names no version but what may change; only a server that says the same is this',
    ],
    ['npx -y a', 'servers.a.args[1]: "a" names no version: only a server that names none either is this'],
    ['docker run MCP-Fetch:1', 'servers.a.args[1]: "MCP-Fetch:1" can never match: no package is called so'],
  ])('that cannot match what its author may mean: %s', (line, warning) => {
    expect(warningsOf(lineOf(line))).toEqual([warning]);
  });

  it.each([
    'npx -y @x/github@*',
    'npx -y @x/github@1.2.*',
    'npx -y @x/files@* /home/*/Documents',
    'uvx mcp-server-git==*',
    'docker run -i --rm mcp/fetch:*',
    'node /opt/server.js --stdio',
    'github-mcp-server stdio',
  ])('and not %s', (line) => {
    expect(warningsOf(lineOf(line))).toEqual([]);
  });
});

it.each([
  ['https://mcp.example.com/mcp', undefined],
  ['https://*.example.com/*', undefined],
  ['http://localhost:3000/', undefined],
  ['*', 'names every remote server'],
  ['https://*/mcp', 'names hosts of other owners, too'],
  ['https://*.com/mcp', 'names hosts of other owners, too'],
  ['https://mcp.example.*/', 'names hosts of other owners, too'],
  ['http*://mcp.example.com/', 'also names it without TLS'],
  ['^https://mcp\\.example\\.com/', 'also matches anything longer; end it with $'],
  ['mcp.example.com', 'can never match: a url is written like https://example.com/mcp, or https://*.example.com/*'],
])('an entry with the url %s is warned of: %s', (url, warning) => {
  expect(warningsOf({ url })).toEqual(
    warning === undefined ? [] : [`servers.a.url: ${JSON.stringify(url)} ${warning}`],
  );
});
