import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf, toAnsi } from '../../src/top/line.ts';
import { render } from '../../src/top/render.ts';
import { INITIAL, type Seen, type TopState } from '../../src/top/state.ts';
import { displayWidth } from '../../src/output/text-width.ts';
import { anySeen, nowView, pendingView, seenOf, session } from './views.ts';
import { character } from '../../../core/test/support/character.js';

const LOOK = { at: 1_795_400_000_000, isPlain: false };
const SIZE = { columns: 80, rows: 24 };
const CONTROL = /\p{Cc}|\p{Cf}|\p{Cs}|[\u2028\u2029]/u;

const show = (seen: Seen, state: TopState = INITIAL, size = SIZE): string =>
  render(seen, state, size, LOOK)
    .map((line) => textOf(line).trimEnd())
    .join('\n');

const anyState: fc.Arbitrary<TopState> = fc.record({
  focus: fc.constantFrom('sessions', 'approvals'),
  sessionsFrom: fc.nat({ max: 20 }),
  chosen: fc.constantFrom(undefined, '0'.repeat(16), `${'0'.repeat(15)}b`),
  details: fc.constantFrom(undefined, { id: '0'.repeat(16), from: 3 }, { id: 'gone', from: 0 }),
  isHelp: fc.boolean(),
  isHaltWished: fc.boolean(),
  isPaused: fc.boolean(),
  message: fc.string({ unit: character }),
});

describe('the screen', () => {
  it('is never wider or higher than the terminal and holds no control character, whatever others call themselves', () => {
    const sizes = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(anySeen, anyState, sizes, fc.boolean(), (seen, state, size, isPlain) => {
        const lines = render(seen, state, size, { ...LOOK, isPlain });
        expect(lines).toHaveLength(size.rows);
        for (const line of lines) {
          const text = textOf(line);
          expect(displayWidth(text)).toBeLessThanOrEqual(size.columns);
          expect(text).not.toMatch(CONTROL);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says that all is well, and otherwise what is wrong with its help', () => {
    expect(show(seenOf(nowView()))).toContain('up 1 h   all is well\n');
    const concerns = [{ level: 'wrong' as const, what: 'the record is full', help: 'mcp-guard logs prune' }];
    expect(show(seenOf(nowView({ concerns })))).toMatch(
      /1 thing is wrong\nError {3}the record is full\n {8}help: mcp-guard logs prune\n/u,
    );
  });

  it('keeps what it knew when the daemon is gone, and says so', () => {
    const problem = 'the daemon is not running; asking again each second';
    expect(show({ ...seenOf(nowView()), problem })).toMatch(
      /as it last was\nthe daemon is not running; asking[^]*editor 1\.0/u,
    );
    expect(show({ ...seenOf(undefined), problem })).toMatch(/^mcp-guard\nthe daemon is not running/u);
  });

  it('shows the chosen approval and a session in 80×24, however many there are', () => {
    const pending = Array.from({ length: 40 }, (_, at) => pendingView({ id: at.toString(16).padStart(16, '0') }));
    const last = pending.at(-1)?.id;
    const sessions = Array.from({ length: 40 }, () => session());
    const text = show(seenOf(nowView({ sessions }), pending), { ...INITIAL, chosen: last });
    expect(text).toMatch(
      /sessions: 40, 1 to \d+\n[^]*\neditor 1\.0 +anna +bank [^]*\n40 calls wait for a person, [^]*\n> 00000000 +anna +bank +pay +25\.00 USD +to=bob/u,
    );
  });

  it.each([14, 10])('shows the chosen approval in %d rows, too', (rows) => {
    const concerns = [{ level: 'look' as const, what: 'one', help: 'two' }];
    const sessions = Array.from({ length: 9 }, () => session());
    const seen = seenOf(nowView({ sessions, concerns }), [pendingView()]);
    expect(show(seen, INITIAL, { columns: 60, rows })).toMatch(/^> 4f2a91c0 /mu);
  });

  it('names a server that cannot start as the page does, and does not say that all traffic is refused', () => {
    const concerns = [
      { level: 'wrong' as const, what: 'the server dead cannot start', help: null },
      { level: 'look' as const, what: 'there is no page', help: null },
    ];
    const text = show(seenOf(nowView({ concerns }), []));
    expect(text).toMatch(
      /^mcp-guard .* 1 thing is wrong\nError {3}the server dead cannot start\nWarning there is no page/u,
    );
  });

  it('shows the whole call line by line', () => {
    const view = pendingView();
    const text = show(seenOf(nowView(), [view]), { ...INITIAL, details: { id: view.id, from: 0 } });
    expect(text).toMatch(/^approval 4f2a91c07b3d5e68\narguments\n {2}\/to: "bob"\n[^]*\nrule +mcp-guard\.yaml:4:7/u);
  });

  it('has no colour without colours, and still marks the chosen line', () => {
    const lines = render(seenOf(nowView(), [pendingView()]), INITIAL, SIZE, LOOK);
    const text = lines.map((line) => toAnsi(line, false)).join('\n');
    expect([...text.matchAll(/\u001b\[(\d+)m/gu)].map(([, code]) => code)).toEqual(['7', '0']); // oxlint-disable-line eslint/no-control-regex
    expect(lines.map((line) => toAnsi(line, true)).join('')).toContain('\u001b[32mall is well');
  });
});
