import { GuardError, isObject } from '@mcp-guard/core';
import type { WebParts } from '../web-parts.js';
import type { RegisterRoutes } from './web-route.js';

const MAX_FORM_BYTES = 1024;

/** Exchanges a code for the token of a page: from the file that `mcp-guard dashboard` opens, or typed into the page. */
export const enterRoutes: RegisterRoutes = (app, parts) => {
  app.post('/api/enter', { bodyLimit: MAX_FORM_BYTES, config: { isOpen: true } }, ({ body }, reply) => {
    const code = isObject(body) && Object.keys(body).length === 1 ? body['code'] : undefined;
    return reply.send({ token: enter(parts, code) });
  });
  void app.register((forms, _, done) => {
    forms.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer', bodyLimit: MAX_FORM_BYTES } as const;
    forms.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, bytes: Buffer, parsed) =>
      parsed(null, new URLSearchParams(bytes.toString())),
    );
    forms.post('/enter', { config: { audience: 'opener', isOpen: true } }, ({ body, headers }, reply) => {
      insistOnDocument(headers['sec-fetch-dest']);
      const code = body instanceof URLSearchParams ? body.get('code') : undefined;
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
