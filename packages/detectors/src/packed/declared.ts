import type { Json } from '../json.js';

/** Types whose bytes are for programs that show, play or unpack them; none of text. */
const BYTES = String.raw`(?:image|audio|video|font)\/(?!svg)[\w.+-]{1,80}|application\/(?:font-[\w-]{1,40}|gzip|java-archive|msword|octet-stream|pdf|vnd\.[\w.+-]{1,100}|wasm|x-[\w.+-]{1,80}|zip|zstd)`;
const TYPE = new RegExp(`^(?:${BYTES})(?:;|$)`, 'i');

/** https://www.rfc-editor.org/rfc/rfc2397 */
export const DATA_URI: RegExp = new RegExp(`^data:(?:${BYTES})(?:;[\\w=-]{1,80}){0,4};base64,`, 'i');

/**
 * Whether members say of their neighbours that they are bytes: the content blocks and resources of the protocol, and what
 * else names a media type. This decides only whether bytes that are too many to read are reported or refused.
 */
export function declaresBytes(members: Readonly<Record<string, Json>>): boolean {
  return NAMES.some((name) => {
    const value = members[name];
    return typeof value === 'string' && value.length <= MAX_TYPE && TYPE.test(value);
  });
}
const NAMES = ['mimeType', 'mime_type', 'contentType', 'content_type', 'mediaType', 'media_type'] as const;
const MAX_TYPE = 256;
