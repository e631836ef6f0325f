import { IN_MACHINE, type ServerConfig } from '../config.js';

/** Why a server may not be used at all, for people. */
export function describeForbidden(
  { forbidden = '', difference }: Pick<ServerConfig, 'forbidden' | 'difference'>,
  name: string,
): string {
  const base = forbidden.startsWith(IN_MACHINE) ? 'the base of this machine' : 'the base of the configuration';
  return `${base} does not allow the server ${name}${difference === undefined ? '' : `: ${difference}`}`;
}
