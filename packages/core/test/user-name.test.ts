import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { userName } from '../src/home/user-name.js';

it('is the name of this user', () => expect(userName()).toBe(userInfo().username));

it('the name of a user is the number if the system has no entry, as in a container', () => {
  const look = (): never => {
    throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
  };
  expect(userName(look)).toBe(String(userInfo().uid));
});
