import { isSecretName } from '@mcp-guard/core/launch';
import { findCredentials } from '@mcp-guard/detectors';
import type { ClientServer } from '../clients/client-format.js';
import type { KeyPath } from '../clients/syntax/syntax.js';

/** Words, numbers and paths, which are typical of settings. */
const PLAIN = /^(?:[A-Za-z][A-Za-z_-]{0,31}|[\d.]{1,15}|~?\/[\w./@ -]{0,500})$/;
/** Letters and digits without a blank, which are typical of keys. */
const RANDOM = /^(?=.{0,256}\d)(?=.{0,256}[A-Za-z])[\w+/=.:~-]{16,256}$/;

/** Names of variables that hold a location: `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`, `AWS_SHARED_CREDENTIALS_FILE`. */
const FILE_NAME = /(?:(?:^|_)(?:ca_?)?certs?|_ca|bundle|file|path|dir|sock)$|^google_application_credentials$/i;
const FILE = /^(?:~?\/|[A-Za-z]:[\\/])[\w./\\@ -]{1,500}$/;

/** Whether a variable names a file or folder. No step of its path looks like a key. */
const isFilePath = (name: string, value: string): boolean =>
  FILE_NAME.test(name) && FILE.test(value) && !value.split(/[/\\]/).some((step) => RANDOM.test(step));

/** Whether a variable of an environment belongs with the secrets. In doubt it does. */
export function isSecretValue(name: string, value: string): boolean {
  if (value === '') return false;
  if (isSecretName(name)) return !isFilePath(name, value);
  if (PLAIN.test(value)) return false;
  const isRandom = isUrl(value) ? holdsLogin(value) : RANDOM.test(value);
  return isRandom || findCredentials({ [name]: value }).length > 0;
}

/** Which of the arguments are a secret or hold one. */
export const findSecretArgs = (args: readonly string[]): ReadonlySet<number> =>
  new Set(findCredentials(args).flatMap(({ path: [index] }) => (typeof index === 'number' ? [index] : [])));

/** A value of a server that must not be shown. */
export interface SecretPlace {
  /** `env.GITHUB_TOKEN`, `args[2]`, `headers.Authorization` */
  readonly label: string;
  /** Relative to its entry. */
  readonly path: KeyPath;
}

export function secretPlaces({ run, keys }: ClientServer): readonly SecretPlace[] {
  if (run.kind === 'unknown') return [];
  if (run.kind === 'remote') {
    return Object.keys(run.headers).map((name) => ({ label: `headers.${name}`, path: [...keys.headers, name] }));
  }
  const variables = Object.entries(run.env).filter(([name, value]) => isSecretValue(name, value));
  const args = [...findSecretArgs(run.args)];
  const toPath = (index: number): KeyPath => (keys.args ? [...keys.args, index] : [...keys.command, index + 1]);
  return [
    ...variables.map(([name]) => ({ label: `env.${name}`, path: [...keys.env, name] })),
    ...args.map((index) => ({ label: `args[${index}]`, path: toPath(index) })),
  ];
}

const isUrl = (value: string): boolean => value.includes('://') && URL.canParse(value);

/** A URL with a password or a query, which may hold tokens. */
function holdsLogin(value: string): boolean {
  const { password, search } = new URL(value);
  return password !== '' || search !== '';
}
