import { isObject, type JsonValue } from '@mcp-guard/core';
import { given } from '../clients/read-run.js';

/** Keys with which a client does something for a server that no other program can do. */
const OF_ALL: Readonly<Record<string, string>> = {
  env_keys: 'its client keeps its secrets in the keyring of the system',
};
const OF_PROGRAM: Readonly<Record<string, string>> = {
  ...OF_ALL,
  envFile: 'its client reads its environment from a file',
  env_file: 'its client reads its environment from a file',
  env_vars: 'it gets variables of its client’s own environment',
};
const OF_REMOTE: Readonly<Record<string, string>> = {
  ...OF_ALL,
  headersHelper: 'a program of its client makes its headers',
  authProviderType: 'its client logs in with an account of its own',
  auth: 'its client logs in with settings of its own',
};

/** Why only its client can run this server. */
export function findClientsOwn(kind: 'stdio' | 'remote', entry: JsonValue): string | undefined {
  const keys = kind === 'stdio' ? OF_PROGRAM : OF_REMOTE;
  const own = Object.keys(keys).find((key) => !isNothing(given(entry, key)));
  if (own !== undefined) return `${keys[own]} (${own})`;
  if (kind === 'stdio') return undefined;
  const login = ['clientId', 'client_id'].some((key) => given(given(entry, 'oauth'), key) !== undefined);
  if (login) return 'its client logs in as a client that is registered for it alone (oauth)';
  const options = given(entry, 'requestOptions');
  const other = isObject(options) ? Object.keys(options).find((key) => key !== 'headers' && key !== 'timeout') : '';
  return other ? `its client has options for its requests (requestOptions.${other})` : undefined;
}

const isNothing = (value: JsonValue | undefined): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);
