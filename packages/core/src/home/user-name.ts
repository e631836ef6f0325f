import { userInfo } from 'node:os';

/**
 * Who runs this process, as the system calls him: his number, where it knows no name for it, as in containers.
 * @param look throws where there is no entry for this user
 */
export function userName(look: () => { readonly username: string } = userInfo): string {
  try {
    return look().username;
  } catch {
    return String(process.getuid?.());
  }
}
