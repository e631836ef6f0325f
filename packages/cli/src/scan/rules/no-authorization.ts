import { isObject } from '@mcp-guard/core';
import { isLoopback, readUrl } from '../remote-url.js';
import { NONE, type ScanRule } from '../rule.js';

/** Headers and keys of entries that carry a credential or name one. */
const CREDENTIAL = /auth|token|api-?_?key|cookie|secret/i;

export const noAuthorization: ScanRule = {
  id: 'no-authorization',
  severity: 'low',
  title: 'a remote server for which no authorization is configured',
  checkServer({ server: { run, entry } }) {
    const url = readUrl(run);
    if (run.kind !== 'remote' || !url || isLoopback(url)) return NONE;
    const keys = isObject(entry) ? Object.keys(entry) : [];
    const names = [...keys, ...Object.keys(run.headers), ...url.searchParams.keys()];
    if (url.password !== '' || names.some((name) => CREDENTIAL.test(name))) return NONE;
    return [
      {
        why: 'no credential identifies you to it',
        fix: 'check that it asks for a login, or send a token by reference',
      },
    ];
  },
};
