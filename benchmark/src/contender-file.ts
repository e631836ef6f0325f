import { isObject, parseJson, type JsonValue } from '@mcp-guard/core';
import { readFileSync } from 'node:fs';
import { oneRelay, twoRelays } from './byte-relays.js';
import { direct, EVERYTHING, type Contender } from './contender.js';

/** Those that are always there. */
const STANDING = [direct.name, oneRelay.name, twoRelays.name, 'guard'];

/** Reads `[{name, command, args?, env?}]`; `{node}` and `{everything}` stand for the two paths a relay needs. */
export function readContenders(path: string): Contender[] {
  const value = parseJson(readFileSync(path, 'utf8'));
  if (!Array.isArray(value)) throw new Error(`${path}: not an array of contenders`);
  const contenders = value.map((entry, index) => toContender(entry, `${path}: contender ${index + 1}`));
  const names = [...STANDING, ...contenders.map(({ name }) => name)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${path}: there are two contenders called ${twice}`);
  return contenders;
}

function toContender(entry: JsonValue, where: string): Contender {
  if (!isObject(entry)) throw new Error(`${where} is not an object`);
  const { name, command, args = [], env = {} } = entry;
  if (typeof name !== 'string' || !name) throw new Error(`${where} has no name`);
  if (typeof command !== 'string' || !command) throw new Error(`${where} has no command`);
  if (!Array.isArray(args) || !args.every(isText)) throw new Error(`${where}: args is not an array of strings`);
  if (!isObject(env)) throw new Error(`${where}: env is not an object`);
  return {
    name,
    command: { command: fill(command), args: args.map(fill), env: toEnvironment(env, where) },
    costs: ({ pid }) => [{ role: 'relay', pid }],
  };
}

function toEnvironment(env: Readonly<Record<string, JsonValue>>, where: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => {
      if (!isText(value)) throw new Error(`${where}: env.${key} is not a string`);
      return [key, fill(value)];
    }),
  );
}

const isText = (value: JsonValue): value is string => typeof value === 'string';

const fill = (text: string): string =>
  text.replaceAll('{node}', process.execPath).replaceAll('{everything}', EVERYTHING);
