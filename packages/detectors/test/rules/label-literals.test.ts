import { expect, it } from 'vitest';
import { literalsOf } from '../../src/rules/label-literals.js';

it.each<[string, readonly string[] | undefined]>([
  ['bsn', ['bsn']],
  ['tax id|steuer ?(?:id|nummer)', ['tax', 'steuer']],
  [String.raw`\b(?:cnic|(?:national )?identity card)\b`, ['cnic', 'identity']],
  [String.raw`\b(?:rrn|jumin\w{0,12})\b|주민`, ['rrn', 'jumin']],
  ['carte (?:nationale )?d identit[ée]', ['identite']],
  ['i[cč]o|ič', ['ico']],
  ['a[bč]?cd|a[bcč]d', undefined],
  ['(?:arzt|vertragsarzt) ?(?:nummer|nr)', ['arzt', 'vertragsarzt']],
  ['(?:arzt|a)? ?(?:nummer|nr)', ['nummer', 'nr']],
  ['(?:a|bc) (?:de|f)', undefined],
  ['(?<!my )(?=ab)(?:x|иин) ?(?:de|иин)', ['de']],
  ['n ?i ?f', undefined],
  ['dni|d n i', ['dni', 'd n', 'd.n', 'd. n', 'd_n', 'd-n', 'd/n']],
  ['documents?', ['document']],
  ['иин', []],
  [String.raw`\p{L}+ id`, ['id']],
  ['(?:ab|cd)', ['ab', 'cd']],
  ['(?:ab|cd)?', undefined],
  ['x', undefined],
  [String.raw`\u0430b|cd`, undefined],
  [String.raw`(?<!my )key$|^token`, ['key', 'token']],
])('of %j are %j', (source, words) => {
  expect(literalsOf(source)).toEqual(words);
});
