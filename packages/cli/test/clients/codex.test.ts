import { describe, expect, it } from 'vitest';
import { readAs } from './fixtures.js';

describe('an entry', () => {
  it('of Codex names variables for its headers', () => {
    const url = 'https://a.example';
    const entry = { url, http_headers: { A: '1' }, env_http_headers: { B: 'TOKEN' } };
    expect(readAs('codex', { mcp_servers: { a: entry } })).toMatchObject([
      { run: { headers: { A: '1', B: '${TOKEN}' } } },
    ]);
    expect(
      readAs('codex', { mcp_servers: { a: { url, bearer_token_env_var: 7 }, b: { url, env_http_headers: [] } } }),
    ).toMatchObject([
      { run: { kind: 'unknown', why: 'bearer_token_env_var is not a text' } },
      { run: { kind: 'unknown', why: 'env_http_headers does not hold texts by name' } },
    ]);
  });

  it('of Codex names the tools that ask', () => {
    const all = { command: 'npx', default_tools_approval_mode: 'approve' };
    const some = { command: 'npx', tools: { a: { approval_mode: 'approve' }, b: { approval_mode: 'prompt' } } };
    expect(readAs('codex', { mcp_servers: { all, some } })).toMatchObject([{ unasked: true }, { unasked: ['a'] }]);
  });
});
