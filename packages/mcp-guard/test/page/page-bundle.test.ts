import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-file.ts';

const DIST = new URL('../../dist/page/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, DIST), 'utf8');

const MAX_BYTES = 80 * 1024;

describe('the built page', () => {
  it('has at most 80 KB compressed, all together', () => {
    const sizes = ['index.html', 'page.js', 'page.css'].map((name) => gzipSync(read(name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('loads nothing from elsewhere, and has no script or style that its policy would refuse', () => {
    const html = read('index.html');
    expect(html.match(/(?:src|href)="[^"]*"/gu)?.every((link) => link.includes('="/assets/'))).toBe(true);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)/u);
    expect(read('page.css')).not.toMatch(/@import|url\(/u);
  });

  it('formats nothing in the language of the browser, which may be none (en-US@posix)', () => {
    expect(read('page.js')).toContain('Intl.NumberFormat(');
    expect(read('page.js')).not.toMatch(/\.language\b|Intl\.\w+\((?!["'`)])/u);
  });

  it('never makes markup of a text', () => {
    const makers =
      /innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|\beval\(|new Function/u;
    const found = sourceFiles('dashboard').filter(({ source }) => makers.test(source));
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});
