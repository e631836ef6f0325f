import { setTimeout as delay } from 'node:timers/promises';
import type { PageCode } from '@mcp-guard/core';
import type { ControlClient } from './control-client.js';

const LOOK_EVERY = 200;

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
