import { userInfo } from 'node:os';

/**
 * The user of this process, as the system names it: the number if there is no name, as in containers.
 * @param look throws if there is no entry for this user
 */
export function userName(look: () => { readonly username: string } = userInfo): string {
  try {
    return look().username;
  } catch {
    return String(process.getuid?.());
  }
}
