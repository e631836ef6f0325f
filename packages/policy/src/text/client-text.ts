import { isForClients } from './loads-code.js';

/** A value that the client resolves and sends: `${client:NAME}`, or `${client:NAME:-fallback}`. */
export interface ClientValue {
  readonly client: string;
  readonly fallback: string | undefined;
}

type Part = string | ClientValue;

/**
 * A text with gaps that a client fills, as it is read from a file. No other value of a file has this type, so every
 * section that does not expect it refuses it.
 */
export class ClientText {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }
}

/** A value of a server's environment: the value itself, or its parts for when a client has connected. */
export type EnvValue = string | ClientText['parts'];

/** Why a value cannot be left to a client. */
export function findGapProblem(variable: string, parts: ClientText['parts']): string | undefined {
  if (!isForClients(variable)) return 'no client may say what a server runs, or where its home is';
  const literals = parts.map((part) => (typeof part === 'string' ? part : part.fallback));
  return literals.some((text) => text?.includes('\0')) ? 'a NUL character cannot be passed on' : undefined;
}

/** Names of the values without which no session starts. */
export const namesAsked = (env: Readonly<Record<string, EnvValue>>): readonly string[] =>
  fillEnvironment(env, new Map()).missing;

/** An environment with a client's values. */
export interface FilledEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** The values that were used: the server's standard error may contain them. */
  readonly taken: readonly string[];
  /** Names of values that are asked for, and were not sent. */
  readonly missing: readonly string[];
}

/** Fills the gaps once; inserted values are not expanded again. Values that no gap names are ignored. */
export function fillEnvironment(
  env: Readonly<Record<string, EnvValue>>,
  sent: ReadonlyMap<string, string>,
): FilledEnvironment {
  const taken = new Set<string>();
  const missing = new Set<string>();
  const fill = (part: Part): string => {
    if (typeof part === 'string') return part;
    const value = sent.get(part.client);
    if (value !== undefined) taken.add(value);
    else if (part.fallback === undefined) missing.add(part.client);
    return value ?? part.fallback ?? '';
  };
  const filled = Object.entries(env).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : value.map(fill).join(''),
  ]);
  return { env: Object.fromEntries(filled), taken: [...taken], missing: [...missing] };
}
