import { forRecord, type CustomTypes } from '@mcp-guard/detectors';

/** Names that are remembered, and the length of each in UTF-16 units. */
const MAX_NAMES = 512;
const MAX_LENGTH = 128;

/**
 * `forRecord` for what comes again and again: tools, methods, ids. A name in which nothing was found is not searched again.
 * Names that hold something are not remembered.
 * @param custom what is found besides, so the result holds for one configuration
 */
export function createForRecord(custom: CustomTypes): (text: string, limit: number) => string {
  const clean = new Set<string>();
  return (text, limit) => {
    if (text.length <= limit && clean.has(text)) return text;
    const shown = forRecord(text, limit, custom);
    if (shown !== text || text.length > MAX_LENGTH) return shown;
    if (clean.size >= MAX_NAMES) clean.clear();
    clean.add(text);
    return shown;
  };
}
