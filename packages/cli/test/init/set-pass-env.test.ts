import { array, assert as check, constantFrom, dictionary, property, stringMatching } from 'fast-check';
import { parse, stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.js';
import { setPassEnv } from '../../src/init/our-files.js';

describe('the variables that servers get', () => {
  it('are written into a configuration, and every other byte stays', () => {
    const text = '# mine\nservers: {a: {command: x}} # all\r\n\ndaemon:\n    max_depth: 64 # deep\n';
    const after = setPassEnv(text, ['MY_PROXY']);
    expect(after.startsWith(text.trimEnd())).toBe(true);
    expect(parse(after)).toEqual({ ...parse(text), daemon: { max_depth: 64, pass_env: ['MY_PROXY'] } });
  });

  it.each([[undefined], [''], ['servers: {}\n']])('are written into %j', (text) => {
    expect(parse(setPassEnv(text, ['A', 'B']))).toEqual({
      ...(text ? { servers: {} } : {}),
      daemon: { pass_env: ['A', 'B'] },
    });
  });

  it('change nothing else, whatever the configuration has', () => {
    const names = array(constantFrom('A_PROXY', 'B_CA_FILE', 'C_CA_BUNDLE'), { minLength: 1 });
    const sections = dictionary(stringMatching(/^[a-z]{1,6}$/), dictionary(stringMatching(/^[a-z_]{1,6}$/), names));
    check(
      property(sections, names, (config, wanted) => {
        const text = stringify(config);
        const daemon = { ...config['daemon'], pass_env: wanted };
        expect(parse(setPassEnv(text, wanted))).toEqual({ ...config, daemon });
      }),
      { numRuns: rounds(100) },
    );
  });

  it('are not written into what cannot be edited, and the hint says why', () => {
    expect(() => setPassEnv('x: &d {max_depth: 64}\ndaemon: *d\n', ['A'])).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', hint: expect.stringContaining('without anchors') }),
    );
  });
});
