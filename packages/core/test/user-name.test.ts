import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { userName } from '../src/home/user-name.js';

it('is the name of this user', () => expect(userName()).toBe(userInfo().username));

it('is his number where the system has no entry for him, as in a container', () => {
  const look = (): never => {
    throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
  };
  expect(userName(look)).toBe(String(userInfo().uid));
});
