import { scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { commandLines } from '../../src/decoders/arguments.js';

/** The text as the decoder reads it. */
function read(text: string): string {
  const places = Array.from(text.matchAll(/(?:["']|- )-/g), ({ 0: anchor, index }) => index + anchor.length);
  const none = { others: { runs: [], units: '' }, spaced: [], listed: [], runs: [] };
  let end = 0;
  let line = '';
  for (const reading of commandLines.read(text, none, places, text.length)) {
    line += text.slice(end, reading.start) + reading.text;
    end = reading.end;
  }
  return line + text.slice(end);
}

it.each([
  ['["curl", "-s", "-u", "me:x", "https://a"]', '["curl -s -u me:x https://a"]'],
  ["spawn('redis-cli', ['-a', 'x'])", "spawn('redis-cli -a x'])"],
  ['args: ["-u", "me",\n       "-p", "x"]', 'args: [ -u me -p x"]'],
  ['args:\n  - --token\n  - x\n', 'args:\n  - --token x\n'],
  ['args:\n  - login\n  - "-p"\n  - "x"\n', 'args:\n  - login -p x"\n'],
  ['a("b", -1, "-1", "- c", "--")', 'a("b", -1, "-1", "- c", "--")'],
  ['- - -\n- --\n- -5\n', '- - -\n- --\n- -5\n'],
])('%j is a line', (text, line) => {
  expect(read(text)).toBe(line);
});

describe('a password is found', () => {
  it.each([
    ['in a Dockerfile', 'CMD ["sshpass", "-p", "kX8!vRq2Lm", "ssh", "a@b"]'],
    ['in code', 'subprocess.run(["docker", "login", "-u", "bot", "-p", "kX8!vRq2Lm"])'],
    ['in a manifest', 'args:\n  - --db-password\n  - kX8!vRq2Lm\n'],
    ['in a launch configuration', '"args": [\n    "--password",\n    "kX8!vRq2Lm"\n  ]'],
  ])('%s', (_, text) => {
    const start = text.indexOf('kX8');
    expect(scan(text, { threshold: 0.8 })).toContainEqual(expect.objectContaining({ start, end: start + 10 }));
  });
});

describe('the arguments of a call', () => {
  const found = (args: readonly string[]) =>
    scan({ args: [...args] }, { threshold: 0.8 }).map(({ type, path, start, end }) => [
      type,
      path.join('/'),
      start,
      end,
    ]);

  it('are read as one line', () => {
    expect(found(['curl', '-s', '-u', 'bot:kX8!vRq2Lm'])).toEqual([['command_password', 'args/3', 4, 14]]);
    expect(found(['login', '-u', 'bot', '-p', 'kX8vRq2Lm'])).toEqual([['command_password', 'args/4', 0, 9]]);
  });

  it('are not, where there are no options, or too many texts', () => {
    expect(found(['curl', 'u', 'bot:kX8!vRq2Lm'])).toEqual([]);
    expect(found(['curl', '-u', 'bot:kX8!vRq2Lm', ...Array.from({ length: 64 }, () => 'a')])).toEqual([]);
    expect(found(['curl', '-u', 'bot:kX8!vRq2Lm', 'a'.repeat(5000)])).toEqual([]);
  });

  it('are found once', () => {
    expect(found(['docker', 'login', '--password', 'kX8!vRq2Lm'])).toEqual([['password', 'args/3', 0, 10]]);
  });
});
