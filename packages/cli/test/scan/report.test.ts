import { describe, expect, it } from 'vitest';
import { EVERY_RULE } from '../../src/scan/every-rule.js';
import { github } from '../../src/scan/report/github.js';
import { json } from '../../src/scan/report/json.js';
import { markdown } from '../../src/scan/report/markdown.js';
import { REPORTS } from '../../src/scan/report/registry.js';
import type { ScanResult } from '../../src/scan/report/report.js';
import { sarif } from '../../src/scan/report/sarif.js';
import { text } from '../../src/scan/report/text.js';
import type { FoundIssue } from '../../src/scan/rule.js';

const finding: FoundIssue = {
  rule: 'download-and-run',
  severity: 'critical',
  client: 'cursor',
  file: '.cursor/mcp.json',
  line: 4,
  column: 7,
  server: 'files',
  why: 'it runs whatever a web server answers at each start',
  fix: 'install the server once, and start that',
};
const result: ScanResult = {
  findings: [
    finding,
    {
      ...finding,
      rule: 'readable-by-others',
      severity: 'medium',
      file: '/home/me/a b,c:d%.json',
      server: null,
      why: 'all read it',
      fix: { command: "chmod 600 '/home/me/a b,c:d%.json'" },
    },
    { ...finding, rule: 'unasked-some', severity: 'low', server: 'a\u202e\n::error::b', why: '50%', fix: 'c\rd' },
  ],
  accepted: 0,
  baselineProblem: null,
  unread: [
    { client: 'zed', file: 'settings.json', line: 2, column: 3, why: 'a comma is missing' },
    { client: null, file: 'gone.json', line: undefined, column: undefined, why: 'there is no such file' },
  ],
  files: 2,
  servers: 3,
  live: null,
  version: '0.1.0',
};

describe('the text', () => {
  it('is a table, the unread files, and a sum', () => {
    expect(text.write(result, EVERY_RULE)).toBe(
      [
        'SEVERITY  RULE                CLIENT  SERVER                    WHERE                     WHAT                                                 FIX',
        'critical  download-and-run    cursor  files                     .cursor/mcp.json:4        it runs whatever a web server answers at each start  install the server once, and start that',
        'medium    readable-by-others  cursor  -                         /home/me/a b,c:d%.json:4  all read it                                          the command below',
        String.raw`low       unasked-some        cursor  a\u{202e}\u{a}::error::b  .cursor/mcp.json:4        50%                                                  c\u{d}d`,
        "to fix it: chmod 600 '/home/me/a b,c:d%.json'",
        'not read: settings.json:2:3: a comma is missing',
        'not read: gone.json: there is no such file',
        '3 servers in 2 files: 1 critical, 1 medium, 1 low',
      ].join('\n'),
    );
  });

  it('reports that nothing was found, and that nothing is there', () => {
    expect(text.write({ ...result, findings: [], unread: [], files: 1, servers: 1 }, EVERY_RULE)).toBe(
      '1 server in 1 file: nothing found',
    );
    expect(text.write({ ...result, findings: [], unread: [], files: 0, servers: 0 }, EVERY_RULE)).toBe(
      'no configuration of a client was found',
    );
  });

  it('does not call unreadable files clean', () => {
    const told = text.write({ ...result, findings: [], files: 0, servers: 0 }, EVERY_RULE);
    expect(told.split('\n').at(-1)).toBe('nothing could be read');
  });

  it('colours only the severities', () => {
    const painted = text.paint?.('critical  a\nlow  b high \nhigher') ?? '';
    expect(painted).toBe('\u001b[1;31mcritical\u001b[0m  a\n\u001b[36mlow\u001b[0m  b high \nhigher');
  });
});

describe('github', () => {
  it('gets one command a finding, out of which no text escapes', () => {
    expect(github.write(result, EVERY_RULE).split('\n')).toEqual([
      '::error file=.cursor/mcp.json,line=4,col=7,title=critical%3A download-and-run::files: it runs whatever a web server answers at each start; install the server once, and start that',
      "::warning file=/home/me/a b%2Cc%3Ad%25.json,line=4,col=7,title=medium%3A readable-by-others::cursor: all read it; chmod 600 '/home/me/a b,c:d%25.json'",
      String.raw`::notice file=.cursor/mcp.json,line=4,col=7,title=low%3A unasked-some::a\u{202e}\u{a}::error::b: 50%25; c\u{d}d`,
      '::warning file=settings.json,line=2,col=3,title=not read::a comma is missing',
      '::warning file=gone.json,title=not read::there is no such file',
    ]);
  });
});

describe('markdown', () => {
  it('is a table that can stand in a comment', () => {
    const [first = finding] = result.findings;
    expect(markdown.write({ ...result, findings: [first], unread: [] }, EVERY_RULE).split('\n')).toEqual([
      '<!-- mcp-guard scan -->',
      '**mcp-guard scan**: 3 servers in 2 files: 1 critical',
      '',
      '| Severity | Rule | Server | Where | What | Fix |',
      '| --- | --- | --- | --- | --- | --- |',
      '| critical | download-and-run | <code>files</code> | <code>&#46;cursor&#47;mcp&#46;json&#58;4</code> | <code>it runs whatever a web server answers at each start</code> | <code>install the server once&#44; and start that</code> |',
    ]);
  });

  it.each([
    '@everyone and #1',
    '[click](https://evil.example)',
    'https://evil.example www.evil.example',
    '<img src=x onerror=alert(1)>',
    '</code></td><!--',
    '`` ` ```',
    '| a | b |\n\n# title',
    '&#64;team &commat;team',
    '**bold** _it_ ~~no~~ :tada: $x$',
    'a\u202eb',
  ])('shows %j as it is, in code', (hostile) => {
    const [row = ''] = markdown
      .write(
        { ...result, findings: [{ ...finding, server: hostile, file: hostile, why: hostile, fix: hostile }] },
        EVERY_RULE,
      )
      .split('\n')
      .slice(5);
    const cells = row.split(' | ').slice(2);
    expect(cells).toHaveLength(4);
    for (const cell of cells) expect(cell).toMatch(/^<code>(?:[\p{L}\p{N} ]|&#\d+;)*<\/code>(?: \|)?$/u);
  });

  it('fits into a comment, and counts what does not', () => {
    const findings = Array.from({ length: 1000 }, () => ({ ...finding, why: '@'.repeat(1000) }));
    const written = markdown.write({ ...result, findings }, EVERY_RULE);
    expect(written.length).toBeLessThan(65_536);
    expect(written).toMatch(/\nand \d+ lines more$/u);
  });
});

describe('sarif', () => {
  const log: unknown = JSON.parse(sarif.write(result, EVERY_RULE));

  it('names every rule with its level', () => {
    const rules = EVERY_RULE.map(({ id }) => expect.objectContaining({ id }));
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'mcp-guard', rules } } }] });
  });

  it('has each finding with the index of its rule, its level and its region', () => {
    const at = (uri: string) => [
      { physicalLocation: { artifactLocation: { uri }, region: { startLine: 4, startColumn: 7 } } },
    ];
    const indexOf = (rule: string) => EVERY_RULE.findIndex(({ id }) => id === rule);
    expect(log).toMatchObject({
      runs: [
        {
          results: [
            { ruleIndex: indexOf('download-and-run'), level: 'error', locations: at('.cursor/mcp.json') },
            {
              ruleIndex: indexOf('readable-by-others'),
              level: 'warning',
              locations: at('file:///home/me/a%20b,c:d%25.json'),
            },
            { ruleIndex: indexOf('unasked-some'), level: 'note', locations: at('.cursor/mcp.json') },
          ],
          invocations: [{ toolExecutionNotifications: [{ level: 'warning' }, { level: 'warning' }] }],
        },
      ],
    });
  });
});

describe('json', () => {
  it('contains the whole result', () =>
    expect(JSON.parse(json.write(result, EVERY_RULE))).toEqual(JSON.parse(JSON.stringify(result))));
});

it.each(REPORTS)('$id shows nothing that acts on a terminal', ({ write }) => {
  expect(write(result, EVERY_RULE)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
