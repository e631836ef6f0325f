import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { RUNNING } from '../../../core/test/support/running.js';
import { approval } from '../../../store/test/approval.js';
import { describeList } from '../../src/approvals/table.js';
import { describeApproval } from '../../src/approvals/describe.js';
import { describeLaunch } from '../../src/servers/describe-launch.js';
import { describeExplanation } from '../../src/explain/describe.js';
import { describeReports } from '../../src/doctor/run-doctor.js';
import { describeStatus } from '../../src/daemon/describe-status.js';
import { EVERY_RULE } from '../../src/scan/every-rule.js';
import { text } from '../../src/scan/report/text.js';
import type { FoundIssue } from '../../src/scan/rule.js';
import { expectToFit, setTerminal, WIDTHS } from '../at-width.js';
import { runHere } from '../run-here.js';

const FINDING: FoundIssue = {
  rule: 'bypasses-guard',
  severity: 'critical',
  client: 'claude-desktop',
  file: '/home/ada/.config/Claude/claude_desktop_config.json',
  line: 14,
  column: 7,
  server: 'corporate-filesystem',
  why: 'it is started without the guard, so that nothing of what it does is inspected or recorded',
  fix: "mcp-guard init --client claude-desktop, then chmod 600 '/home/ada/.config/Claude/claude_desktop_config.json'",
};

describe.each(WIDTHS)('at %i columns', (columns) => {
  it('the report of a scan fits, and says all of it', () => {
    setTerminal(columns);
    const report = text.write(
      {
        findings: [FINDING],
        accepted: 0,
        baselineProblem: null,
        unread: [],
        files: 1,
        servers: 1,
        live: null,
        version: '1',
      },
      EVERY_RULE,
    );
    expectToFit(report, columns);
    expect(report).not.toContain('…');
  });

  it('held calls fit, with their whole ids', () => {
    setTerminal(columns);
    const now = approval().createdAt;
    const list = [
      approval({ server: 'a-server-with-a-long-name', tool: 'transfer_funds_between_accounts' }),
      approval({ id: 'fedcba9876543210', shown: JSON.stringify({ arguments: { to: 'b'.repeat(200) } }) }),
    ];
    const shown = describeList(list, now);
    expectToFit(shown, columns);
    expect(shown).toMatch(/^01234567 +pending /mu);
    expect(shown).toMatch(/^fedcba98 +pending /mu);
  });

  it('an explanation fits, and says all of it', () => {
    setTerminal(columns);
    const rule = {
      rule: 'mcp-guard.yaml:31:9 servers.filesystem.policy.permissions.arguments[0]',
      verdict: 'refuses',
      why: 'the argument /path must be inside the allowed folders or hosts',
    } as const;
    const shown = describeExplanation({ outcome: 'block', decisive: undefined, rules: [rule], gaps: [] }, ['default']);
    expectToFit(shown, columns);
    expect(shown).not.toContain('…');
  });

  it('a held call fits, and says all of it', () => {
    setTerminal(columns);
    const why = 'the amount is more than this user may spend without a person who agrees '.repeat(3).trim();
    const rule = 'servers.bank.policy.spend (mcp-guard.yaml:3:5)';
    const shown = describeApproval(approval({ reasons: [{ rule, why }] }), approval().createdAt);
    expectToFit(shown, columns);
    expect(shown.match(/a person who|a person\s+who|a\s+person who/gu)).toHaveLength(3);
  });

  it('what a server would run fits, and says all of it', () => {
    setTerminal(columns);
    const args = ['-c', 'one two three four five six seven eight nine ten '.repeat(5), '/home/ada'];
    const launch = { server: 's', client: 'Cursor', path: '/home/ada/.cursor/mcp.json', line: 3, command: 'sh', args };
    const shown = describeLaunch({ ...launch, env: { PATH: '/bin' } }) ?? '';
    expectToFit(shown, columns);
    expect(shown.match(/ten/gu)).toHaveLength(5);
  });

  it('what doctor and status say fits, and says all of it', () => {
    setTerminal(columns);
    const what =
      'servers do not get HTTP_PROXY, HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, CURL_CA_BUNDLE';
    const fix =
      'free the port, or set daemon.dashboard_port to another one that nothing on this machine listens at yet';
    const doctor = describeReports([{ id: 'network', state: 'warn', what, fix }]);
    expectToFit(doctor, columns);
    expect(
      doctor
        .split('\n')
        .map((line) => line.replace(/^(?:warn)? +/u, ''))
        .join(' '),
    ).toBe(`${what} ${fix}`);
    const change =
      'servers.a-filesystem-of-documents.policy.permissions.require_approval: "delete_everything" was removed';
    const config = {
      path: '/c',
      hash: '',
      bases: [],
      loadedAt: 1,
      problems: [fix],
      loosened: { at: 1, changes: [change] },
      acknowledged: null,
    };
    const status = describeStatus({ ...RUNNING, config }, [], [], '1');
    expectToFit(status, columns);
    expect(status.replaceAll(/\s+/gu, ' ')).toContain(change);
  });

  it('the codes of errors fit', async () => {
    setTerminal(columns);
    const { stdout } = await runHere({ cwd: '/', env: {} }, 'errors');
    expect(stdout).toContain('POLICY_DENIED');
    expectToFit(stdout, columns);
  });

  it('what init finds fits', async () => {
    setTerminal(columns);
    const home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
    try {
      mkdirSync(join(home, '.cursor'));
      const server = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/ada/Documents'] };
      writeFileSync(
        join(home, '.cursor', 'mcp.json'),
        JSON.stringify({
          mcpServers: { 'a-filesystem-of-documents': server, other: { ...server, env: { TOKEN: 'x' } } },
        }),
      );
      vi.stubEnv('HOME', home);
      const env = { HOME: home, MCP_GUARD_HOME: join(home, 'guard'), PATH: process.env['PATH'] ?? '' };
      const { stdout } = await runHere({ cwd: home, env }, 'init', '--dry-run');
      const [summary = '', table = ''] = stdout.split('\n\n');
      expect(summary).toContain('RUNS');
      expect(table).toContain('HOW IT RUNS');
      for (const shown of [summary, table]) expectToFit(shown, columns);
    } finally {
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true });
    }
  });
});
