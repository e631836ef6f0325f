import { groupFindings, type Findings } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import { toFindingsText } from '../../src/record/audit-findings.js';

type RecordedFinding = Findings[number];

const found = (over: Partial<RecordedFinding> = {}): RecordedFinding => ({
  type: 'email',
  path: '/params/data/0',
  start: 0,
  end: 6,
  view: 'text',
  confidence: 0.9,
  action: 'warn',
  ...over,
});

const many = (count: number, over: (index: number) => Partial<RecordedFinding> = () => ({})): Findings =>
  Array.from({ length: count }, (_, index) => found({ path: `/params/data/${index}`, ...over(index) }));

const read = (findings: Findings): unknown[] => {
  const list: unknown = JSON.parse(toFindingsText(findings) ?? '[]');
  return Array.isArray(list) ? list : [];
};

describe('the findings of a row', () => {
  it('are null if nothing was found', () => {
    expect(toFindingsText([])).toBeNull();
  });

  it('are listed one by one if that is short', () => {
    const findings = many(10);
    expect(read(findings)).toEqual(findings);
  });

  it('take up 1.5 KB at most, whatever a server sends', () => {
    const LONG = `/${'k'.repeat(5000)}`;
    const FLOODS: Findings[] = [
      many(50, () => ({ path: LONG })),
      many(10_000),
      many(10_000, (index) => ({ path: `${LONG}${index}` })),
      many(500, (index) => ({ type: `type-${index}`, path: '\u0000'.repeat(200) })),
      many(500, (index) => ({ view: `view ${index}`, path: '€'.repeat(200) })),
      many(1, () => ({ path: '\u0000'.repeat(100_000) })),
    ];
    for (const findings of FLOODS) expect(Buffer.byteLength(toFindingsText(findings) ?? '')).toBeLessThanOrEqual(1536);
  });

  it('are grouped if they are too many, with the total', () => {
    const findings = [...many(900), ...many(60, () => ({ type: 'iban', action: 'redact' }))];
    expect(read(findings)).toEqual([
      { ...found({ type: 'iban', action: 'redact' }), count: 60 },
      { ...found(), count: 900 },
      { total: 960 },
    ]);
  });

  it('read alike whether a thread has grouped them before or not', () => {
    const findings = [...many(900), ...many(60, () => ({ type: 'iban', action: 'redact' }))];
    expect(read(groupFindings(findings))).toEqual(read(findings));
  });

  it('begin with what was blocked, also behind thousands that were not', () => {
    const findings = [
      ...many(9999, (index) => ({ view: `view ${index}` })),
      found({ type: 'aws_key', action: 'block' }),
    ];
    expect(read(findings)[0]).toMatchObject({ type: 'aws_key', action: 'block', count: 1 });
    expect(read(findings).at(-1)).toEqual({ total: 10_000 });
  });

  it('show a long path by its two ends', () => {
    const path = `/params/${'x'.repeat(300)}/last`;
    const [{ path: told } = { path: '' }] = JSON.parse(toFindingsText([found({ path })]) ?? '[]'); // oxlint-disable-line typescript/no-unsafe-assignment -- our own
    expect(told).toMatch(/^\/params\/x+…x+\/last \(313 characters\)$/u);
  });
});
