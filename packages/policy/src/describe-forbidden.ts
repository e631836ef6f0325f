import type { ServerConfig } from './config.js';

/** Why a server may not be used at all, for people. */
export const describeForbidden = ({ difference }: Pick<ServerConfig, 'difference'>, name: string): string =>
  `the base of the configuration does not allow the server ${name}${difference === undefined ? '' : `: ${difference}`}`;
