import { isLoopback, readUrl, showHost } from '../remote-url.js';
import { NONE, type ScanRule } from '../rule.js';

const ENCRYPTED: ReadonlySet<string> = new Set(['https:', 'wss:']);

export const plainHttp: ScanRule = {
  id: 'plain-http',
  severity: 'high',
  title: 'a remote server over plain http',
  checkServer({ server: { run } }) {
    const url = readUrl(run);
    if (run.kind !== 'remote' || !url || ENCRYPTED.has(url.protocol) || isLoopback(url)) return NONE;
    return [
      { why: `anyone on the network path to ${showHost(url, run.url)} can read and change all`, fix: 'use https' },
    ];
  },
};
