import { homedir } from 'node:os';
import { messageOf } from '@mcp-guard/core';
import { isLoopbackHost } from '@mcp-guard/core/addresses';
import { z } from 'zod';
import { ClientText } from '../text/client-text.js';
import { compilePattern, compileUriPattern } from '../patterns/match.js';
import type { Pattern } from '../patterns/pattern.js';

/* The kinds of values that sections of the configuration share. */

const patterns = (compile: (source: string) => Pattern) => {
  const pattern = z
    .string()
    .min(1, 'an empty pattern matches nothing')
    .superRefine((source, context) => {
      try {
        compile(source);
      } catch (error) {
        context.addIssue(`the expression does not compile: ${messageOf(error)}`);
      }
    });
  return { one: pattern, many: z.array(pattern) };
};

export const { one: namePattern, many: namePatterns } = patterns(compilePattern);
export const { many: uriPatterns } = patterns(compileUriPattern);

/** Text that is passed on to the system. */
export const text = z.string().regex(/^[^\0]*$/, 'a NUL character cannot be passed on');

/** Text that may have gaps for values of the client. */
export const envValue = z.union([text, z.instanceof(ClientText).transform(({ parts }) => parts)]);

export const path = text
  .min(1)
  .regex(/^\P{Cc}*$/u, 'a path has no control characters')
  .transform((value) => (value === '~' || value.startsWith('~/') ? homedir() + value.slice(1) : value));

export const url = z
  .string()
  .regex(/^https?:\/\/[^\s@]+$/, 'a URL begins with https:// and holds no name or password')
  .refine((value) => value.startsWith('https:') || isLoopback(value), 'http is for this machine only; use https');

const isLoopback = (value: string): boolean => URL.canParse(value) && isLoopbackHost(new URL(value).hostname);

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
]);

/** `2GiB`, `512MiB`, or a number of bytes. */
export const byteSize = z
  .union([
    z.int().positive(),
    z.string().regex(/^[1-9]\d{0,8} ?(KiB|MiB|GiB)?$/, 'a size is written like 2GiB or 512MiB'),
  ])
  .transform((size) => {
    if (typeof size === 'number') return size;
    const [, digits, unit = ''] = /^(\d+) ?(\w*)$/.exec(size) ?? [];
    return Number(digits) * (UNITS.get(unit) ?? 1);
  });

const name = (what: string) =>
  z
    .string()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u,
      `${what} has 1 to 64 letters, digits, spaces or ._@- and begins with a letter or digit`,
    );

export const serverName = name('a server’s name');
export const roleName = name('a role’s name');
