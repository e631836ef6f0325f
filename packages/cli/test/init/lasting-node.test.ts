import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastingNode } from '../../src/init/lasting-node.js';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lasting-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file that stands for a Node. */
function put(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '', { mode: 0o755 });
  return file;
}

/** A folder with a link to a file, and its path. */
function link(path: string, target: string): string {
  const at = join(folder, path);
  mkdirSync(at, { recursive: true });
  symlinkSync(target, join(at, 'node'));
  return at;
}

describe('the Node in the entry of a client', () => {
  it('is the entry of the PATH that leads to it, and not the folder of its version', () => {
    const node = put('versions/v24.21.0/bin/node');
    const bin = link('bin', node);
    expect(lastingNode(node, `${dirname(node)}:${bin}`)).toBe(join(bin, 'node'));
  });

  it('is found through a linked folder', () => {
    const node = put('versions/v24.21.0/bin/node');
    symlinkSync(join(folder, 'versions/v24.21.0'), join(folder, 'current'));
    expect(lastingNode(node, join(folder, 'current/bin'))).toBe(join(folder, 'current/bin/node'));
  });

  it('is rather at a path without a version', () => {
    const node = put('store/24.21.0/node');
    const [first, second] = [link('node-24.21/bin', node), link('bin', node)];
    expect(lastingNode(node, `${first}:${second}`)).toBe(join(second, 'node'));
    expect(lastingNode(node, first)).toBe(join(first, 'node'));
  });

  it('stays where it is if that path has no version', () => {
    const node = put('opt/node/bin/node');
    expect(lastingNode(node, link('bin', node))).toBe(node);
  });

  it.each(['state/fnm_multishells/4711_1/bin', 'project/node_modules/.bin'])('is not in %s, which passes', (path) => {
    const node = put('versions/v24.21.0/bin/node');
    expect(lastingNode(node, link(path, node))).toBe(node);
  });

  it('is not in a folder that other users may write', () => {
    const node = put('versions/v24.21.0/bin/node');
    const open = link('open', node);
    chmodSync(open, 0o777);
    expect(lastingNode(node, open)).toBe(node);
  });

  it('is found behind entries of the PATH that cannot be entered', () => {
    const node = put('versions/v24.21.0/bin/node');
    const bin = link('bin', node);
    symlinkSync('loop', join(folder, 'loop'));
    const closed = [join(folder, 'loop'), join(node, 'bin'), join(folder, 'x'.repeat(300))];
    expect(lastingNode(node, [...closed, bin].join(':'))).toBe(join(bin, 'node'));
  });

  it('is no other Node, and no relative entry of the PATH', () => {
    const node = put('versions/v24.21.0/bin/node');
    const other = link('bin', put('versions/v22.1.0/bin/node'));
    expect(lastingNode(node, `${other}:bin:.:${join(folder, 'none')}`)).toBe(node);
    expect(lastingNode(node)).toBe(node);
  });
});
