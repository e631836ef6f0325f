import { scan, TYPES } from '@mcp-guard/detectors';
import type { ClientServer, ServerRun } from '../clients/client-format.js';
import { tell } from '../tell.js';

/** As the guard itself takes it. */
const THRESHOLD = 0.8;

/** `${X}`, `${env:X}`, `${input:x}` and the beginning of `${X:-default}`: the value is elsewhere, but the default is here. */
const PLACEHOLDER = /\$\{(?:[a-z]{1,16}:)?[A-Za-z_][\w.-]{0,127}?(?:\}|:-)|\{\{[^{}]{1,128}\}\}|%[A-Z_]{1,64}%/g;

/** A secret that stands in clear in a server's entry. The value is not in it. */
export interface PlainSecret {
  /** As it reads in a sentence: `a GitHub token`. */
  readonly title: string;
  /** `env.GITHUB_TOKEN`, `headers.Authorization`, `url`, `args[2]`. */
  readonly where: string;
}

/** By their structure and by their keys, one for each place. */
export function findSecrets({ run, entry }: ClientServer, parts: readonly Part[]): readonly PlainSecret[] {
  const found = parts.flatMap((part) => {
    const value = part === 'entry' ? (run.kind === 'unknown' ? entry : undefined) : partOf(run, part);
    return value === undefined ? [] : scan({ [part]: value }, { threshold: THRESHOLD, skipNetwork: true });
  });
  const byPlace = new Map<string, PlainSecret>();
  for (const { type, group, path, where } of found) {
    const place = toWhere(where === 'key' ? path.slice(0, -1) : path);
    if (group === 'secret' && !byPlace.has(place))
      byPlace.set(place, { title: TYPES.get(type)?.title ?? type, where: place });
  }
  return [...byPlace.values()];
}

/** `entry` is all of one of which it cannot be told what its parts are. */
export type Part = 'entry' | RunPart;
type RunPart = 'env' | 'headers' | 'url' | 'command' | 'args';

/** Without what only refers to a value. */
function partOf(run: ServerRun, part: RunPart): string | readonly string[] | Record<string, string> | undefined {
  if (run.kind === 'stdio') {
    if (part === 'env') return withoutPlaceholders(run.env);
    if (part === 'args') return run.args.map(toPlain);
    if (part === 'command') return toPlain(run.command);
  }
  if (run.kind === 'remote') {
    if (part === 'headers') return withoutPlaceholders(run.headers);
    if (part === 'url') return toPlain(run.url);
  }
  return undefined;
}

const toPlain = (text: string): string => text.replaceAll(PLACEHOLDER, '');

const withoutPlaceholders = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(value)]));

const toWhere = ([part = '', ...steps]: readonly (string | number)[]): string =>
  steps.reduce<string>(
    (text, step) => text + (typeof step === 'number' ? `[${step}]` : `.${tell(step)}`),
    String(part),
  );
