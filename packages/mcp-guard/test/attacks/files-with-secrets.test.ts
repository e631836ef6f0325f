import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SERVERS } from '../clients/servers.ts';
import { createGuard } from '../support/in-process-guard.ts';
import type { TestConfig } from '../support/guard.ts';
import { filesThatHold } from '../support/home-files.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';

const SECRET = 'wJ9lrXUtnFEMI/K7MDENGqbPxRfiCY4sTgHw0uZr';

/** The official file server for a folder with these files. */
async function start(files: Readonly<Record<string, string>>, config: TestConfig = {}) {
  const guard = await createGuard({});
  onTestFinished(() => guard.close());
  const folder = join(dirname(guard.home), 'project');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await guard.configure({
    daemon: { shutdown_timeout: 1 },
    servers: { files: SERVERS.filesystem.command(folder) },
    ...config,
  });
  const client = startClient(guard.connect('files'), { cwd: folder });
  onTestFinished(() => client[Symbol.asyncDispose]());
  await client.initialize();
  const ask = (tool: string, args: object) => client.request('tools/call', { name: tool, arguments: args });
  return { guard, client, ask, pathOf: (name: string): string => join(folder, name) };
}

describe('a file with a credential that is read through the file server', () => {
  it('does not arrive; the log has server, type and direction, and the value is nowhere', async () => {
    const { guard, client, ask, pathOf } = await start({ '.env': `DEBUG=1\nAWS_SECRET_KEY=${SECRET}\n` });
    const answer = await ask('read_text_file', { path: pathOf('.env') });
    expect(answer).toMatchObject({
      error: {
        code: 10422,
        message: expect.stringMatching(
          /^mcp-guard refused this: the answer contains an? .+ \(aws_key\) at \/result\/content\/0\/text.*; its fingerprint is [0-9a-f]{16} \(record \d+\)$/,
        ),
        data: { source: 'mcp-guard', code: 'CONTENT_BLOCKED', type: 'aws_key' },
      },
    });
    await client.end();
    const [row] = await readRecord(guard, '--type', 'block');
    expect(row).toMatchObject({
      server: 'files',
      direction: 'toClient',
      method: 'tools/call',
      target: 'read_text_file',
      outcome: 'refused',
      code: 'CONTENT_BLOCKED',
      detail: expect.stringContaining('aws_key'),
    });
    expect(JSON.parse(row?.findings ?? '')).toContainEqual(
      expect.objectContaining({ type: 'aws_key', path: '/result/content/0/text', action: 'block' }),
    );
    expect(JSON.stringify(client.received)).not.toContain(SECRET);
    await guard.run('stop');
    expect(filesThatHold(guard.home, SECRET)).toEqual([]);
  });

  it('counts in .env though every manual prints it, and passes in a README', async () => {
    const line = 'AWS_SECRET_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const readme = `# Setup\n\nPut your keys into \`.env\`:\n\n    ${line}\n\nThen start it. It reads them once.\n`;
    const { ask, pathOf } = await start({ '.env': `${line}\n`, 'README.md': readme });
    const refused = { error: { code: 10422, data: { type: 'aws_key' } } };
    expect(await ask('read_text_file', { path: pathOf('.env') })).toMatchObject(refused);
    expect(await ask('write_file', { path: pathOf('copy.env'), content: `${line}\n` })).toMatchObject(refused);
    expect(await ask('read_text_file', { path: pathOf('README.md') })).toMatchObject({
      result: { content: [{ text: readme }] },
    });
    expect(await ask('write_file', { path: pathOf('README.md'), content: readme })).toMatchObject({ result: {} });
  });

  it('is excused by one line, without a restart', async () => {
    const { guard, ask, pathOf } = await start({ '.env': `AWS_SECRET_KEY=${SECRET}\n` });
    const refusal = await ask('read_text_file', { path: pathOf('.env') });
    const { fingerprint } = { fingerprint: '', ...Object(refusal?.error?.data) };
    const { code } = await guard.run('validate');
    expect(code).toBe(0);
    const config = JSON.parse(readFileSync(join(guard.home, 'mcp-guard.yaml'), 'utf8'));
    await guard.configure({ ...config, pii: { exceptions: [{ type: 'aws_key', fingerprint }] } });
    await expect
      .poll(() => ask('read_text_file', { path: pathOf('.env') }), { timeout: 20_000 })
      .toMatchObject({
        result: { content: [{ text: expect.stringContaining(SECRET) }] },
      });
  });
});

// Threat 16
describe('a file whose text was redacted when it was read', () => {
  const TEXT = 'name: Ada\nSSN: 536-90-4399\n';

  it('is not written back, also not after a restart', async () => {
    const { guard, client, ask, pathOf } = await start({ 'person.txt': TEXT });
    const path = pathOf('person.txt');
    expect(await ask('read_text_file', { path })).toMatchObject({
      result: {
        content: [{ type: 'text', text: 'name: Ada\nSSN: [REDACTED:ssn]\n' }],
        _meta: { 'mcp-guard/changed': ['ssn'] },
      },
    });
    const write = () => ask('write_file', { path, content: 'name: Ada\nSSN: [REDACTED:ssn]\nage: 40\n' });
    const refusal = { error: { data: { source: 'mcp-guard', code: 'CONTENT_BLOCKED', type: 'ssn' } } };
    expect(await write()).toMatchObject(refusal);
    await client.end();
    await guard.run('stop');
    const again = startClient(guard.connect('files'));
    await again.initialize();
    const edits = [{ oldText: 'name: Ada', newText: '[REDACTED:ssn]' }];
    expect(await again.request('tools/call', { name: 'edit_file', arguments: { path, edits } })).toMatchObject(refusal);
    await again.end();
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });

  it('may be mentioned if nothing was ever redacted', async () => {
    const { ask, pathOf } = await start({ 'a.md': 'x' });
    const path = pathOf('a.md');
    const content = 'the guard writes [REDACTED:ssn]';
    expect(await ask('write_file', { path, content })).not.toHaveProperty('error');
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});
