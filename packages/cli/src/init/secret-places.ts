import { member, type JsonValue } from '@mcp-guard/core';
import type { ClientServer } from '../clients/client-format.js';
import type { KeyPath } from '../clients/syntax/syntax.js';
import { hideUrl, isSecretHeader } from './remote-secrets.js';
import { findSecretArgs, isSecretValue } from './secret-values.js';

/** A value of a server that must not be shown. */
export interface SecretPlace {
  /** `env.GITHUB_TOKEN`, `args[2]`, `headers.Authorization` */
  readonly label: string;
  /** Relative to its entry. */
  readonly path: KeyPath;
}

export function secretPlaces({ run, keys, entry }: ClientServer): readonly SecretPlace[] {
  if (run.kind === 'unknown') return [];
  if (run.kind === 'remote') {
    const headers = Object.entries(run.headers).filter(([name, value]) => isSecretHeader(name, value));
    const places = headers.map(([name]) => ({ label: `headers.${name}`, path: [...keys.headers, name] }));
    const urls = keys.remote.flatMap((path) => (isUrlOf(entry, path, run.url) ? [{ label: 'url', path }] : []));
    return hideUrl(run.url) === run.url ? places : [...places, ...urls];
  }
  const variables = Object.entries(run.env).filter(([name, value]) => isSecretValue(name, value));
  const args = [...findSecretArgs(run.args)];
  const toPath = (index: number): KeyPath => (keys.args ? [...keys.args, index] : [...keys.command, index + 1]);
  return [
    ...variables.map(([name]) => ({ label: `env.${name}`, path: [...keys.env, name] })),
    ...args.map((index) => ({ label: `args[${index}]`, path: toPath(index) })),
  ];
}

const isUrlOf = (entry: JsonValue, path: readonly string[], url: string): boolean =>
  path.reduce<JsonValue | undefined>(member, entry) === url;
