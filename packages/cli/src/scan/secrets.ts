import { findCredentials, TYPES } from '@mcp-guard/detectors';
import type { ClientServer, ServerRun } from '../clients/client-format.js';
import { showText } from '../output/show-text.js';
import { withoutPlaceholders } from './placeholders.js';

/** A secret in plain text in a server's entry. The value is not in it. */
export interface PlainSecret {
  /** As it reads in a sentence: `a GitHub token`. */
  readonly title: string;
  /** `env.GITHUB_TOKEN`, `headers.Authorization`, `url`, `args[2]`. */
  readonly where: string;
}

/** Finds secrets by their structure and by their keys, one for each place. */
export function findSecrets({ run, entry }: ClientServer, parts: readonly Part[]): readonly PlainSecret[] {
  const found = parts.flatMap((part) => {
    const value = part === 'entry' ? (run.kind === 'unknown' ? entry : undefined) : partOf(run, part);
    return value === undefined ? [] : findCredentials({ [part]: value });
  });
  const byPlace = new Map<string, PlainSecret>();
  for (const { type, path, where } of found) {
    const place = toWhere(where === 'key' ? path.slice(0, -1) : path);
    if (!byPlace.has(place)) byPlace.set(place, { title: TYPES.get(type)?.title ?? type, where: place });
  }
  return [...byPlace.values()];
}

/** `entry` means the whole entry, if its parts cannot be identified. */
export type Part = 'entry' | RunPart;
type RunPart = 'env' | 'headers' | 'url' | 'command' | 'args';

/** Without what only refers to a value. */
function partOf(run: ServerRun, part: RunPart): string | readonly string[] | Record<string, string> | undefined {
  if (run.kind === 'stdio') {
    if (part === 'env') return inAll(run.env);
    if (part === 'args') return run.args.map(withoutPlaceholders);
    if (part === 'command') return withoutPlaceholders(run.command);
  }
  if (run.kind === 'remote') {
    if (part === 'headers') return inAll(run.headers);
    if (part === 'url') return withoutPlaceholders(run.url);
  }
  return undefined;
}

const inAll = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, withoutPlaceholders(value)]));

const toWhere = ([part = '', ...steps]: readonly (string | number)[]): string =>
  steps.reduce<string>(
    (text, step) => text + (typeof step === 'number' ? `[${step}]` : `.${showText(step)}`),
    String(part),
  );
