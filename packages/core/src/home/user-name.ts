import { userInfo } from 'node:os';

/**
 * The user who runs this process, by the name of the system, or by number where it has no name, as in containers.
 * @param look throws where there is no entry for this user
 */
export function userName(look: () => { readonly username: string } = userInfo): string {
  try {
    return look().username;
  } catch {
    return String(process.getuid?.());
  }
}
