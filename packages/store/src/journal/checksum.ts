import { crc32 } from 'node:zlib';

/** CRC-32 in 8 hex digits: finds a line that was not written whole. Edits are found by the chain or the seal. */
export const checksum = (data: string | Uint8Array): string => crc32(data).toString(16).padStart(8, '0');
