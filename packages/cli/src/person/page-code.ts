import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PageCode } from '@mcp-guard/core';
import type { ControlClient } from '../command.js';

const LOOK_EVERY = 200;
/** How the names of the files begin that a browser is given. */
export const OPENING_PAGE = 'page-';
/** Older ones were left by commands that were killed, in milliseconds. */
const OLD = 60_000;

/** In groups, so that a person can type it. */
export const formatCode = (code: string): string => code.replaceAll(/.{4}(?=.)/g, '$&-');

/** Takes the code to the page without an address that holds it. Both texts are the daemon's: letters, digits and a port. */
export const toOpeningPage = ({ url, code }: PageCode): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>mcp-guard</title>
<form method="post" action="${url}/enter">
<input type="hidden" name="code" value="${code}">
<button>Open mcp-guard</button>
</form>
<script>document.forms[0].submit()</script>
`;

/** Resolves once a page was opened with the code, or it is too old for that. */
export async function untilUsed(control: ControlClient, { code, seconds }: PageCode): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(LOOK_EVERY)) {
    const { isOpen } = await control.post<{ isOpen: boolean }>('/page/code/look', { code });
    if (!isOpen) return;
  }
}

/** Removes what commands have left that were killed: their codes count no more. @param folder where the files are */
export function sweepOpeningPages(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(OPENING_PAGE)) continue;
    const path = join(folder, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (Date.now() - mtimeMs > OLD) rmSync(path, { force: true });
  }
}
