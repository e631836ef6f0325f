import type { ClientFormat, ClientServer } from '../clients/client-format.js';
import { editText } from '../clients/syntax/edit-text.js';
import { SyntaxProblem, type ParsedText, type TextSpan } from '../clients/syntax/syntax.js';
import { secretPlaces } from './secret-places.js';

const HIDDEN = '[hidden]';

/**
 * The text of a client's file with every secret of its servers covered in place, in any escaping. Lines
 * stay lines. Nothing if it cannot be read.
 */
export function maskFile(client: ClientFormat, text: string): string | undefined {
  try {
    const file = client.parse(text);
    const spans = client.readServers(file).flatMap((server) => secretSpans(file, server));
    const edits = spans.map(({ start, end }) => ({ start, end, text: cover(text.slice(start, end)) }));
    return editText(text, edits);
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    throw error;
  }
}

/** A value in pieces is no scalar; each secret in it is covered by itself. */
const secretSpans = (file: ParsedText, server: ClientServer): readonly TextSpan[] =>
  secretPlaces(server).flatMap(({ path }) => file.spanOf([...server.path, ...path]) ?? []);

const cover = (secret: string): string => HIDDEN + '\n'.repeat(secret.split('\n').length - 1);
