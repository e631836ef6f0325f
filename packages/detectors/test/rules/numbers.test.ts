import { scan } from '@mcp-guard/detectors';
import { expect, it } from 'vitest';

/** What is found, as written in the text. */
const found = (text: string, key = 'text') =>
  scan({ [key]: text }, { threshold: 0.8 }).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

it('finds the number and nothing around it', () => {
  expect(found('SSN 885-34-6895, of Ohio')).toEqual(['ssn 885-34-6895']);
  expect(found('Medicare number (9Y39DH3TF79)')).toEqual(['us_mbi 9Y39DH3TF79']);
  expect(found('NRIC S1234567D.')).toEqual(['sg_nric S1234567D']);
  expect(found('身份证号440301195206126512。')).toEqual(['cn_resident_id 440301195206126512']);
});

it('reads a label in its key, before, behind and glued to the number', () => {
  expect(found('058343264', 'employeeSsn')).toEqual(['ssn 058343264']);
  expect(found('058343264 is my SSN')).toEqual(['ssn 058343264']);
  expect(found('SSN058343264')).toEqual(['ssn 058343264']);
  expect(found('SSNs: 058343264, 697481967')).toEqual(['ssn 058343264', 'ssn 697481967']);
  expect(found('058343264')).toEqual([]);
});

it.each([
  '1885-34-6895',
  '885-34-68951',
  '885-34-6895-1',
  '885-34-6895a',
  '7-885-34-6895',
  '885-34-6895.1',
  '12 885 34 6895',
])('sees that %s goes on', (text) => {
  expect(found(`SSN ${text}`)).toEqual([]);
});

it.each(['\n', '\r\n', ' '])('covers all lines of a travel document, the name too, over %j', (lineEnd) => {
  const zone = ['I<D<<T220001293<<<<<<<<<<<<<<<', '6408125<3010312D<<<<<<<<<<<<<2', 'MUSTERFRAU<<ANNA<<<<<<<<<<<<<<'];
  expect(found(`see ${zone.join(lineEnd)}`)).toEqual([`mrz ${zone.join(lineEnd)}`]);
});
