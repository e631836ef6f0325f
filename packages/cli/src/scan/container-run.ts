import type { Launch } from './launch.js';

/** The arguments of `docker run`. */
export interface ContainerRun {
  /** Name without dashes, and value; `true` where it takes none. */
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly image: string | undefined;
}

const ENGINES: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl']);

/** Options of `docker run` that take no value; all others do. https://docs.docker.com/reference/cli/docker/container/run/ */
const FLAGS: ReadonlySet<string> = new Set(
  'detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only replace rm sig-proxy tty'.split(
    ' ',
  ),
);
const SHORT_FLAGS = 'ditPq';

export function readContainerRun({ program, args }: Launch): ContainerRun | undefined {
  const run = args.indexOf('run');
  if (!ENGINES.has(program) || run === -1) return undefined;
  const options: (readonly [string, string])[] = [];
  for (let at = run + 1; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return { options, image: arg };
    const [name, value] = readOption(arg);
    options.push([name, value ?? args[++at] ?? '']);
  }
  return { options, image: undefined };
}

/** Its value is the next argument if none is returned. */
function readOption(arg: string): readonly [name: string, value: string | undefined] {
  if (arg.startsWith('--')) {
    const equals = arg.indexOf('=');
    if (equals !== -1) return [arg.slice(2, equals), arg.slice(equals + 1)];
    return [arg.slice(2), FLAGS.has(arg.slice(2)) ? 'true' : undefined];
  }
  const letters = Array.from(arg.slice(1));
  const valued = letters.findIndex((letter) => !SHORT_FLAGS.includes(letter));
  if (valued === -1) return [letters.join(''), 'true'];
  const rest = letters.slice(valued + 1).join('');
  return [letters[valued] ?? '', rest === '' ? undefined : rest];
}

/** The paths of this machine that it sees: the left side of `-v a:b`, `source` of `--mount`. */
export const mountsOf = ({ options }: ContainerRun): readonly string[] =>
  options.flatMap(([name, value]) => {
    if (name === 'v' || name === 'volume') return [value.slice(0, sourceEnd(value))];
    if (name !== 'mount') return [];
    return value.split(',').flatMap((field) => /^(?:source|src)=(.*)$/s.exec(field)?.[1] ?? []);
  });

/** Past a drive's colon. */
function sourceEnd(volume: string): number {
  const from = /^[A-Za-z]:[\\/]/.test(volume) ? 2 : volume.startsWith('${') ? volume.indexOf('}') + 1 : 0;
  const colon = volume.indexOf(':', from);
  return colon === -1 ? volume.length : colon;
}
