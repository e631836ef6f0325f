import { scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const found = (value: Parameters<typeof scan>[0]) =>
  scan(value, { threshold: 0.8 }).map(({ type, path, start, end }) => ({ type, path: path.join('.'), start, end }));

describe('a value under a key', () => {
  it.each([
    'пароль',
    '密码',
    'パスワード',
    '비밀번호',
    'şifre',
    'contraseña',
    'hasło',
    'Mot de passe',
    'USER_PASSWORD',
    'pwd',
    'db_pass',
  ])('is a password under %j', (key) => {
    expect(found({ login: { [key]: 'correcthorse' } })).toEqual([
      { type: 'password', path: `login.${key}`, start: 0, end: 12 },
    ]);
  });

  it('is a password though it is a number', () => {
    expect(found({ password: 83920174 })).toHaveLength(1);
  });

  it.each(['compass', 'bypass', 'passport', 'password_hint', 'passwordField', 'pwm'])('is none under %j', (key) => {
    expect(found({ [key]: 'correcthorse' })).toEqual([]);
  });
});

describe('a value with a label', () => {
  it('a value is reported without the text around it', () => {
    expect(found('a token="Zq3vX8kLm2Rt7Wp9Yd5N", b')).toEqual([{ type: 'secret', path: '', start: 9, end: 29 }]);
    expect(found('The password is Zq3vX8!kLm.')).toEqual([{ type: 'password', path: '', start: 16, end: 26 }]);
    expect(found('/?token=Zq3vX8kLm2Rt7Wp9Yd5N&page=2')).toEqual([{ type: 'secret', path: '', start: 8, end: 28 }]);
  });

  it('a long value is reported as a whole', () => {
    const token = 'Zq3vX8kLm2Rt7Wp9Yd5N'.repeat(30);
    expect(found(`token=${token} end`)).toEqual([{ type: 'secret', path: '', start: 6, end: 606 }]);
  });
});
