import { isLoopbackHost } from '@mcp-guard/core/addresses';
import type { BaseFile } from '../schema/base.js';
import type { LaunchEntry } from '../launches/launch-difference.js';
import { hasStars, isWild } from '../launches/match-spec.js';
import { toProgram } from '../launches/program-name.js';
import { readPackageRun, type PackageRun } from '../launches/read-package-run.js';
import { readUrlPattern } from '../launches/url-pattern.js';
import type { PlacedWarning } from './placed-warning.js';

/** Entries of a base that name too much, or nothing: a server that is named escapes the rules for all others. */
export const findBaseWarnings = ({ servers }: BaseFile): readonly PlacedWarning[] =>
  Object.entries(servers).flatMap(([name, entry]) =>
    ofEntry(entry).map(([key, what]): PlacedWarning => [`servers.${name}${key}`, what]),
  );

function ofEntry(entry: LaunchEntry): readonly PlacedWarning[] {
  const { command, args, url } = entry;
  if (url !== undefined) return ofUrl(url).map((what) => ['.url', `${quote(url)} ${what}`]);
  if (command === undefined) return [];
  if (isWild(command)) return [['.command', `${quote(command)} names programs of any folder and origin`]];
  const run = readPackageRun([command, ...(args ?? [])]);
  if (args === undefined) {
    const starts = run || INTERPRETER.test(toProgram(command));
    return starts ? [['.command', `without \`args\` it names whatever ${toProgram(command)} may start`]] : [];
  }
  if (!run) return ofWords(command, args);
  if (!run.isClear) return [['.args', 'it is unclear which package it names, so no server is exactly this']];
  return ofRun(run, args);
}

function ofUrl(url: string): readonly string[] {
  const pattern = readUrlPattern(url);
  switch (pattern.kind) {
    case 'any':
      return ['names every remote server'];
    case 'unreadable':
      return ['can never match: a url is written like https://example.com/mcp, or https://*.example.com/*'];
    case 'expression':
      return url.endsWith('$') ? [] : ['also matches anything longer; end it with $'];
    case 'parts': {
      const isPlain = /^(?:http|ws)$/.test(pattern.scheme) || hasStars(pattern.scheme);
      const isWide = !/^[^*?]+$|^\*\.[^*?]+\.[^*?]+$/.test(pattern.host);
      return [
        ...(isPlain && !isLoopbackHost(pattern.host) ? ['also names it without TLS'] : []),
        ...(isWide ? ['names hosts of other owners, too'] : []),
      ];
    }
  }
}

const INTERPRETER =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|python[\d.]*|pypy[\d.]*|py|ruby|perl|php|lua|java|dotnet|go|env|npm|pnpm|yarn|uv|pipx|docker|podman|nerdctl|(?:ba|da|z|k|fi)?sh|cmd|powershell|pwsh|busybox|sudo|xargs|timeout|nice)$/;
const RELATIVE = /^\.{1,2}[\\/]|^[^-/\\@=:]{1,128}\.(?:[cm]?[jt]s|py|sh|rb)$/;

function ofWords(command: string, args: readonly string[]): readonly PlacedWarning[] {
  const starts = INTERPRETER.test(toProgram(command));
  const wild = args.findIndex((arg) => isWild(arg) && (/^[*^]/.test(arg) || !/[\\/]/.test(arg)));
  const relative = [command, ...args].find((word) => RELATIVE.test(word));
  return [
    ...(starts && wild !== -1
      ? [[`.args[${wild}]`, `${quote(args[wild])} names whatever ${command} may start`] as const]
      : []),
    ...(relative === undefined ? [] : [['', `${quote(relative)} is looked for in the folder of the client`] as const]),
  ];
}

function ofRun(
  { runner, packages, besides, options, areNamed, args: own }: PackageRun,
  args: readonly string[],
): readonly PlacedWarning[] {
  const at = (spec: string): string => {
    const index = args.findIndex((arg) => arg.endsWith(spec));
    return index === -1 ? '.args' : `.args[${index}]`;
  };
  const wild = options.find(({ name, text }) => isWild(text.slice(text.indexOf('=') + 1)) && text.length > name.length);
  return [
    ...[...packages, ...besides].flatMap((spec) =>
      ofSpec(runner.kind, spec).map((what): PlacedWarning => [at(spec), what]),
    ),
    ...(wild
      ? [['.args', `${quote(wild.text)} lets the option have other values, by which other code may run`] as const]
      : []),
    ...(areNamed && isWild(own[0] ?? '')
      ? [['.args', `${quote(own[0])} names any program beside the package`] as const]
      : []),
  ];
}

function ofSpec(kind: PackageRun['runner']['kind'], spec: string): readonly string[] {
  if (spec.startsWith('^'))
    return spec.endsWith('$') ? [] : [`${quote(spec)} also matches anything longer; end it with $`];
  const { name, version } = kind.split(spec);
  if (hasStars(name)) {
    const hint = version === undefined && name.endsWith('*') && !hasStars(name.slice(0, -1)) && name !== '*';
    return [`${quote(spec)} names packages of other names, too${hint ? '; a version stands behind @' : ''}`];
  }
  if (!kind.isName(name) && !/[:/\\.]/.test(name)) return [`${quote(spec)} can never match: no package is called so`];
  if (version === undefined) return [`${quote(spec)} names no version: only a server that names none either is this`];
  if ((hasStars(version) && !version.startsWith('^')) || kind.isVersion(version)) return [];
  return [`${quote(spec)} names no version but what may change; only a server that says the same is this`];
}

const quote = (text: string = ''): string => JSON.stringify(text);
