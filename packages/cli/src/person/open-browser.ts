import { spawn } from 'node:child_process';

/** Shows a page to a person, without a shell. A missing browser is no failure: the address is printed too. */
export function openBrowser(url: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(program, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
