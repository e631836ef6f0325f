import { isLoopbackHost } from '@mcp-guard/core/addresses';
import type { RemoteServer } from '../config.js';
import type { PlacedWarning } from './placed-warning.js';

/** Settings that open the way to a remote server, or leave it open. */
export function ofRemote(
  name: string,
  { url: text, allow_http: allowHttp, allow_private: allowPrivate }: RemoteServer,
): PlacedWarning[] {
  const url = URL.parse(text);
  const isPlain = (url?.protocol === 'http:' || url?.protocol === 'ws:') && !isLoopbackHost(url.hostname);
  return [
    ...(isPlain && allowHttp
      ? [[`servers.${name}.url`, 'without TLS everybody on the way can read and change what is sent'] as const]
      : []),
    ...(allowPrivate
      ? [
          [
            `servers.${name}.allow_private`,
            'a DNS server can lead its name to any machine of the private network',
          ] as const,
        ]
      : []),
  ];
}
