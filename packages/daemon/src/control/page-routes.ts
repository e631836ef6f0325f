import { isObject, type PageCode } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

export const openPageRoutes: ControlRoutes = ({ page }) => [
  {
    method: 'POST',
    path: '/page/code',
    reach: 'commands',
    answer: ({ requester }): PageCode => page.giveCode({ decider: requester.decider({ hasPassphrase: false }) }),
  },
  {
    method: 'POST',
    path: '/page/code/look',
    reach: 'commands',
    answer({ body }): { readonly isOpen: boolean } {
      const code = isObject(body) ? body['code'] : undefined;
      return { isOpen: typeof code === 'string' && page.isOpen(code) };
    },
  },
];
