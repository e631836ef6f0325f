import { foldBelow, foldWhole } from './fold-text.js';
import { outputWidth, toTable } from './table.js';

/** Lines are no longer than this where a terminal is wider: long lines are hard to read. */
const WIDEST = 100;
const BULLET = /^( *)((?:[-*]|\d+\.) )?/;

/** A page of the documentation as plain text for a terminal: no marks of Markdown, and code that can be copied. */
export function toPlain(markdown: string): string {
  const width = Math.min(outputWidth(), WIDEST);
  const text = markdown.replaceAll(/<!--[^]*?-->\n*/g, '').replaceAll(/<picture>[^]*?<\/picture>\n*/g, '');
  return splitBlocks(text)
    .map((block) => toLines(block, width).join('\n'))
    .join('\n')
    .trim();
}

/** Code, tables, and single lines of anything else. */
const splitBlocks = (text: string): readonly string[] =>
  text.match(/^ *```[^]*?^ *```$|^ *\|.*$(?:\n *\|.*$)*|^.*$/gm) ?? [];

function toLines(block: string, width: number): readonly string[] {
  if (/^ *```/.test(block)) {
    const [fence = '', ...code] = block.split('\n').slice(0, -1);
    const lines = code.map((line) => (line === '' ? '' : `    ${line}`));
    // All but messages stays whole: a folded command is two commands.
    return fence.endsWith('json') ? lines.flatMap((line) => foldBelow(line, width)) : lines;
  }
  const margin = /^ */.exec(block)?.[0] ?? '';
  if (block.startsWith('|', margin.length))
    return plainTable(block, width - margin.length).map((line) => margin + line);
  const [, heading] = /^#+ (.*)$/.exec(block) ?? [];
  if (heading !== undefined) return [plainWords(heading), '-'.repeat(plainWords(heading).length)];
  const [bullet = '', indent = '', mark = ''] = BULLET.exec(block) ?? [];
  const room = width - indent.length;
  // A command stays on one line where it fits, so that it can be copied.
  const words = plainWords(block.slice(bullet.length)).replaceAll(/`[^`]*`/g, (code) =>
    code.length < room ? code.replaceAll(' ', '\u00A0') : code,
  );
  const lines = mark === '' ? foldWhole(words, room) : foldBelow(words, room, mark);
  return lines.map((line) => indent + line.replaceAll('\u00A0', ' '));
}

function plainTable(block: string, width: number): readonly string[] {
  const [head = [], , ...rows] = block.split('\n').map(cellsOf);
  return toTable(head, rows, { width }).split('\n');
}

const cellsOf = (row: string): readonly string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => plainWords(cell.trim()));

/** Addresses stay, and links to other pages become their words. */
const plainWords = (text: string): string =>
  text
    .replaceAll(/!?\[([^\]]*)\]\(([^)\s]*)\)/g, (_, words: string, target: string) =>
      target.includes('://') ? `${words} (${target})` : words,
    )
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/(?<![\w`])_([^_`]+)_(?!\w)/g, '$1')
    .replaceAll(/\\([\\|*_<>])/g, '$1');
