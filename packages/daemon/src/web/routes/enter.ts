import { GuardError, isObject } from '@mcp-guard/core';
import { readJson, readText } from '../../control/answer-request.js';
import type { WebParts } from '../web-parts.js';
import type { RegisterRoutes } from './web-route.js';

const MAX_FORM_BYTES = 1024;

/** Exchanges a code for the token of a page: from the file that `mcp-guard dashboard` opens, or typed into the page. */
export const enterRoutes: RegisterRoutes = (app, parts) => {
  app.post('/api/enter', { config: { isOpen: true } }, async ({ raw }) => {
    const body = await readJson(raw, MAX_FORM_BYTES);
    const code = isObject(body) && Object.keys(body).length === 1 ? body['code'] : undefined;
    return { token: enter(parts, code) };
  });
  void app.register((forms, _, done) => {
    forms.removeAllContentTypeParsers();
    forms.addContentTypeParser('application/x-www-form-urlencoded', (_request, body, later) => later(null, body));
    forms.post('/enter', { config: { audience: 'opener', isOpen: true } }, async ({ raw, headers }, reply) => {
      insistOnDocument(headers['sec-fetch-dest']);
      const code = new URLSearchParams(await readText(raw, MAX_FORM_BYTES)).get('code');
      return reply.type('text/html; charset=utf-8').send(parts.files.index(enterOrAsk(parts, code)));
    });
    done();
  });
};

/** A frame of another page has no origin either. */
function insistOnDocument(destination: string | string[] | undefined): void {
  if (destination === undefined || destination === 'document') return;
  throw new GuardError('POLICY_DENIED', 'this page is shown in a window of its own only');
}

/** Throws UNAUTHENTICATED for a code that does not count. */
function enter({ codes, pages }: WebParts, code: unknown): string {
  const opener = typeof code === 'string' ? codes.redeem(code) : undefined;
  if (!opener) throw new GuardError('UNAUTHENTICATED', 'this code does not count');
  return pages.open(opener);
}

/** A page without a token asks for a code. */
function enterOrAsk(parts: WebParts, code: unknown): string {
  try {
    return enter(parts, code);
  } catch {
    return '';
  }
}
