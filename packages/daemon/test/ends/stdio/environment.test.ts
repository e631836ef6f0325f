import { StderrTail } from '@mcp-guard/core/launch';
import { mask } from '@mcp-guard/detectors';
import { ClientText } from '@mcp-guard/policy';
import { expect, it } from 'vitest';
import { loginsIn, serverEnvironment } from '../../../src/ends/stdio/environment.js';

it('keeps short secrets that a server repeats out of its log and its last words', () => {
  const { parts } = new ClientText([{ client: 'WHO', fallback: undefined }]);
  const env = { DB_PASSWORD: 'hunter2', DSN: 'db://me:pass1@host', LEVEL: 'debug', PORT: '8080', WHO: parts };
  const config = { args: ['--pin', '4711'], env };
  const secrets = ['pass1', '4711', 'of another server'];
  const environment = serverEnvironment('db', config, new Map([['WHO', 'anna']]), secrets);
  const tail = new StderrTail(environment.secrets, mask);
  const logged = tail.push('debug 8080: hunter2 pass1 4711 anna of another server\n');
  expect(logged).toBe('debug 8080: [REDACTED] [REDACTED] [REDACTED] [REDACTED] of another server\n');
  expect(tail.lastLines()).toBe(logged.trim());
});

it('the login in a proxy’s address is a secret, as it stands there and as programs read it', () => {
  const terminal = { HTTPS_PROXY: 'http://bob:Pr0xy%40S3cr3t@proxy.test:3128', TZ: 'UTC', NO_PROXY: 'a@b' };
  expect(loginsIn(terminal)).toEqual(['Pr0xy%40S3cr3t', 'Pr0xy@S3cr3t']);
  const { secrets } = serverEnvironment('s', { env: {}, args: [] }, new Map(), [], loginsIn(terminal));
  expect(secrets).toEqual(expect.arrayContaining(['Pr0xy%40S3cr3t', 'Pr0xy@S3cr3t']));
});
