/** What a call of the load is about: nothing, a rate limit, a cap, or a person's decision. */
export const KINDS = ['ping', 'counted', 'pay', 'ask'] as const;
export type Kind = (typeof KINDS)[number];

/** A call, as its id names it: unique in a home, and unchanged from the client to the server and into the record. */
export interface Call {
  readonly id: string;
  readonly kind: Kind;
  /** What a person is asked about: the same call may be sent again under another id. */
  readonly key: string;
}

const FORM = /^([a-z]+)\/([a-z0-9]+)\/[0-9.]+$/;

/** @param place where it was sent, in digits and dots */
export const toCall = (kind: Kind, key: string, place: string): Call => ({ id: `${kind}/${key}/${place}`, kind, key });

/** `undefined` if the id is not one of ours. */
export function readCall(id: string): Call | undefined {
  const [, name, key] = FORM.exec(id) ?? [];
  const kind = KINDS.find((each) => each === name);
  return kind && key !== undefined ? { id, kind, key } : undefined;
}

/** The line that a client sends; its id is the eighth piece between quotation marks, where `SERVER` finds it. */
export function toLine({ id, kind, key }: Call): string {
  const rest =
    kind === 'ping'
      ? '"method":"ping"'
      : `"method":"tools/call","params":{"name":"${kind}","arguments":{"key":"${key}"}}`;
  return `{"jsonrpc":"2.0","id":"${id}",${rest}}`;
}

/** A server that appends the id of each request to the file `$0` before it answers. A shell, since it starts quickly. */
export const SERVER = `while IFS='"' read -r a b c d e f g id rest; do
  echo "$id" >> "$0"
  printf '{"jsonrpc":"2.0","id":"%s","result":{"content":[{"type":"text","text":"done"}]}}\\n' "$id"
done`;
