import { describe, expect, it } from 'vitest';
import { isPlaceholder, isWorthHiding } from '../../src/validators/placeholders.js';

describe('isPlaceholder', () => {
  it.each([
    '${PASSWORD}',
    '$PASSWORD',
    '$(cat secret)',
    '{{ .Values.password }}',
    '<your-token>',
    '%PASSWORD%',
    '%s',
    '#{password}',
    '********',
    'xxxxxxxx',
    'ghp_xxxxxxxxxxxx',
    'aaaaaaaa',
    'sk-...',
    '[PASSWORD]',
    '{password}',
    '@password@',
    'ENC[AES256_GCM,data:x]',
    'YOUR_API_KEY',
    'your-secret-here',
    'changeme',
    'change_me',
    'insert_token_here',
    'my_secret_token',
    'REDACTED',
    'placeholder',
    'string',
    'null',
    'undefined',
    'password',
    'token',
    'true',
    'sha256',
    'your-secure-password',
    'your-256-bit-secret',
    'a-random-string-at-least-32-characters-long',
    'IhrPasswort123',
    'votre-mot-de-passe',
    'sua_senha_segura',
    'contraseña123',
    'パスワード',
    'cGFzc3dvcmQ=',
    'abcdefghijklmnopqrstuvwxyz123456',
  ])('says yes to %j', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each([
    'hunter2',
    'correcthorse',
    'P@ssw0rd$1',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'AKIAIOSFODNN7EXAMPLE',
    '{ZqL5kVrX1n8tA2}',
    'a$b$c',
    '50%off',
    'mypassw0rd',
    'exampleofatoken1',
    '$2b$12$x',
    // What was drawn at random, whatever is put around it.
    '<Zq3vX8kLm2Rt7Wp9>',
    '${Zq3vX8kLm2Rt7Wp9}',
    '{{Zq3vX8kLm2Rt7Wp9}}',
    '%Zq3vX8kLm2Rt7Wp9%',
    '$Zq3vX8kLm2Rt7Wp9',
    '`Zq3vX8kLm2Rt7Wp9',
    'ENC[Zq3vX8kLm2Rt7Wp9]',
    'Zq3vX8kLm2Rt7Wp9***',
    'Zq3vX8kLm2Rt7Wp9...',
    'Zq3vX8kLm2Rt7Wp9-here',
    'your-Zq3vX8kLm2Rt7Wp9-password',
    'todo-Zq3vX8kLm2Rt7Wp9',
    'a-random-string-Zq3vX8kLm2',
  ])('says no to %j', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});

it('hides no password that is none', () => {
  expect(
    [
      ['s3cr', 'app'],
      ['shop', 'shop'],
      ['pw', 'app'],
      ['${PASSWORD}', 'app'],
      ['password', 'user'],
    ].map(([password = '', user]) => isWorthHiding(password, user)),
  ).toEqual([true, false, false, false, false]);
});
