import { isPrivate, readUrl, showHost } from '../remote-url.js';
import { NONE, type ScanRule } from '../rule.js';

export const privateAddress: ScanRule = {
  id: 'private-address',
  severity: 'medium',
  title: 'a remote server at a private or loopback address',
  checkServer({ server: { run } }) {
    const url = readUrl(run);
    if (run.kind !== 'remote' || !url || !isPrivate(url)) return NONE;
    const why = `${showHost(url, run.url)} is whatever listens there on this machine or network`;
    return [{ why, fix: 'start it by a command, or give it a name and https' }];
  },
};
