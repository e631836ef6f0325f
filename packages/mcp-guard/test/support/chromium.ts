import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { find, packedChromium } from './programs.ts';

/** How a Chromium is started. */
export interface ChromiumStart {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/** The browser of the system; without one that of npm, with the libraries and fonts that come with it. */
export function findChromium(): ChromiumStart {
  const own = process.env['CHROMIUM'] ?? find('chromium');
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]));
  if (own !== undefined) return { executablePath: own, env };
  const folder = unpackOnce(packedChromium() ?? '');
  const paths = { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_PATH: folder };
  return { executablePath: join(folder, 'chromium'), env: { ...env, ...paths } };
}

/** Takes some seconds, once after an installation. Never in a folder that other users may write: it is a program that we start. */
function unpackOnce(bin: string): string {
  const kept = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  const { version }: { version: string } = JSON.parse(readFileSync(join(bin, '..', 'package.json'), 'utf8'));
  const folder = join(kept, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(kept, { recursive: true });
  const made = mkdtempSync(join(kept, 'unpacking-'));
  const unpack = (name: string): Buffer => brotliDecompressSync(readFileSync(join(bin, `${name}.br`)));
  writeFileSync(join(made, 'chromium'), unpack('chromium'), { mode: 0o755 });
  for (const name of ['al2023.tar', 'fonts.tar'])
    execFileSync('tar', ['-xf', '-', '--no-same-owner', '-C', made], { input: unpack(name) });
  const fonts = `<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>`;
  writeFileSync(join(made, 'fonts.conf'), fonts);
  try {
    renameSync(made, folder);
  } catch {
    rmSync(made, { recursive: true }); // another worker was quicker
  }
  return folder;
}
