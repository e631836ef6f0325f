import type { JSONRPCRequest } from '@modelcontextprotocol/server';

/** Which member of the params the header `Mcp-Name` repeats. */
const NAME_MEMBER: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};

/** An argument of a tool and the `Mcp-Param-*` header that its schema says repeats it. */
export interface MirroredArgument {
  readonly argument: string;
  readonly header: string;
}

/**
 * Says what is wrong with the headers that a modern POST must repeat from its body (SEP-2243), or nothing.
 * That `MCP-Protocol-Version` and `Mcp-Method` do not contradict the body, the SDK's classifier has already seen.
 */
export function findHeaderMismatch(
  { method, params }: JSONRPCRequest,
  headers: Headers,
  mirrored: readonly MirroredArgument[],
): string | undefined {
  for (const name of ['mcp-protocol-version', 'mcp-method']) {
    if (!headers.has(name)) return `the header ${name} is missing`;
  }
  const member = NAME_MEMBER[method];
  if (member !== undefined && contradicts(headers.get('mcp-name'), params?.[member])) {
    return `the header mcp-name does not repeat params.${member}`;
  }
  const wrong = mirrored.find(({ argument, header }) =>
    contradicts(headers.get(header), memberOf(params?.['arguments'], argument)),
  );
  return wrong && `the header ${wrong.header} does not repeat the argument ${wrong.argument}`;
}

/** Reads the `x-mcp-header` annotations of an input schema's own properties. */
export function mirroredArguments(inputSchema: unknown): MirroredArgument[] {
  const properties = memberOf(inputSchema, 'properties');
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).flatMap(([argument, schema]) => {
    const header: unknown = memberOf(schema, 'x-mcp-header');
    return typeof header === 'string' ? [{ argument, header: `mcp-param-${header}` }] : [];
  });
}

/** A value that is not in the body needs no header; one that is there needs exactly that. */
function contradicts(header: string | null, value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
  return header === null || decode(header) !== String(value);
}

const BASE64_VALUE = /^=\?base64\?(.*)\?=$/;

/** Undoes the form for values that do not fit into a header; `undefined` when it is broken. */
function decode(header: string): string | undefined {
  const encoded = BASE64_VALUE.exec(header)?.[1];
  if (encoded === undefined) return header;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes.toString() : undefined;
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
