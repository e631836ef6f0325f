import type { SentMessage } from '../../sent-message.js';
import { toHeaderValue } from './header-value.js';
import type { MirroredArguments } from './mirrored-arguments.js';

/** The headers by which a modern message repeats what it says itself. @param version that it names */
export const toModernHeaders = (
  { bytes, method, name }: SentMessage,
  version: string,
  mirrored: MirroredArguments,
): Record<string, string> => ({
  'mcp-protocol-version': toHeaderValue(version),
  ...(method !== undefined && { 'mcp-method': toHeaderValue(method) }),
  ...(name !== undefined && { 'mcp-name': toHeaderValue(name) }),
  ...(method === 'tools/call' && mirrored.headersFor(name, bytes)),
});
