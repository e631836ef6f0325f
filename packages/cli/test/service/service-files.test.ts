import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find, lacks } from '../../../mcp-guard/test/support/programs.ts';
import type { ServiceLaunch } from '../../src/service/service-launch.js';
import { toPlist } from '../../src/service/launchd-plist.js';
import { toUnit } from '../../src/service/systemd-unit.js';
import { parseUnit } from './parse-unit.ts';

/** What has a meaning in units, in property lists or in a shell, among other characters. */
const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ' ',
      '%',
      '$',
      '"',
      "'",
      '\\',
      ';',
      '#',
      '&',
      '<',
      '>',
      '`',
      '=',
      '%h',
      '${HOME}',
      '\\n',
      ']]>',
      'é',
      '日',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});
const writable = texts.filter((text) => !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text));
const launches: fc.Arbitrary<ServiceLaunch> = fc.record({
  program: writable.map((text) => `/opt/${text.replaceAll(/["'\\]/gu, '')}/node`),
  args: fc.array(writable, { maxLength: 4 }),
  env: fc.dictionary(fc.constantFrom('XDG_STATE_HOME', 'MALLOC_ARENA_MAX'), writable),
  stopTimeout: fc.nat({ max: 3615 }),
});
const launchOf = (more: Partial<ServiceLaunch>): ServiceLaunch => ({
  program: '/usr/bin/node',
  args: [],
  env: {},
  stopTimeout: 45,
  ...more,
});

/** The texts of a property list as a reader of XML has them. */
const stringsOf = (plist: string): readonly string[] =>
  [...plist.matchAll(/<string>([^<]*)<\/string>/gu)].map(([, text = '']) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );

describe('the file of a service', () => {
  it('has every path and variable come out of a unit as it is', () => {
    fc.assert(
      fc.property(launches, (launch) => {
        const { program, args, env } = parseUnit(toUnit(launch));
        expect({ program, args, env }).toEqual({ program: launch.program, args: launch.args, env: launch.env });
      }),
    );
  });

  it('has every path and variable come out of a property list as it is', () => {
    fc.assert(
      fc.property(launches, (launch) => {
        const [, program, ...others] = stringsOf(toPlist(launch));
        expect([program, ...others.slice(0, -1)]).toEqual([
          launch.program,
          ...launch.args,
          ...Object.values(launch.env),
        ]);
      }),
    );
  });

  it.each([
    ['a line break', '/home/a\nExecStartPre=/bin/evil'],
    ['a carriage return', 'a\r'],
    ['half a character', 'a\ud800'],
    ['no character', 'a\ufffe'],
  ])('is not written with %s in a path or a variable', (_, text) => {
    for (const toText of [toUnit, toPlist])
      for (const more of [{ program: text }, { args: [text] }, { env: { XDG_STATE_HOME: text } }])
        expect(() => toText(launchOf(more))).toThrow(/cannot hold/u);
  });

  it('is not written for a program that systemd cannot start', () => {
    expect(() => toUnit(launchOf({ program: '/opt/a"b/node' }))).toThrow(/a quote or backslash is in its path/u);
  });

  it('hardens the guard and what it starts, and does not try again what cannot succeed', () => {
    const { values } = parseUnit(toUnit(launchOf({})));
    expect(Object.fromEntries(values)).toMatchObject({
      NoNewPrivileges: 'yes',
      UMask: '0077',
      RestrictSUIDSGID: 'yes',
      LockPersonality: 'yes',
      MemoryMax: '75%',
      OOMPolicy: 'continue',
      Restart: 'on-failure',
      RestartPreventExitStatus: '69 77 78',
      TimeoutStopSec: '45',
    });
    expect(toPlist(launchOf({}))).toContain('<key>Umask</key>\n  <integer>63</integer>');
  });

  it.skipIf(lacks('systemd-analyze'))('has no fault that systemd knows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-unit-'));
    try {
      const args = ['a b', '100% of $HOME', '"\\', "it's", ';', 'é日'];
      const text = toUnit(launchOf({ program: process.execPath, args, env: { XDG_STATE_HOME: '/a b/%h"' } }));
      const unit = join(folder, 'mcp-guard.service');
      writeFileSync(unit, text);
      const env = { HOME: folder, XDG_RUNTIME_DIR: folder };
      const told = execFileSync(find('systemd-analyze') ?? '', ['verify', '--user', unit], {
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      expect(told).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
