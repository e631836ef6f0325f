import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** A folder that is gone when the test is. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-policy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function writeFile(name: string, content: string | Buffer, mode = 0o600): string {
  const path = join(openFolder(), name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

/** Makes a file somebody else’s: only root can give it away, anybody else becomes another. */
export function giveAway(path: string): void {
  if (process.getuid?.() === 0) return chownSync(path, 65_534, 65_534);
  const getuid = vi.spyOn(process, 'getuid').mockReturnValue(65_534);
  onTestFinished(() => getuid.mockRestore());
}
