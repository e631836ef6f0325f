/** Sends one message and gives the response; asks for a login where the server wants one. */
export type Exchange = (message: object, headers: Readonly<Record<string, string>>) => Promise<unknown>;

const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';

/** What a scenario of the suite waits for: the handshake of its revision, the list of tools, and a call of the first one. */
export async function act(exchange: Exchange, revision: string): Promise<void> {
  const clientInfo = { name: 'conformance', version: '1' };
  const version = revision >= MODERN ? MODERN : LEGACY;
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  let id = 0;
  const ask = (method: string, params: object, name?: string): Promise<unknown> => {
    const isModern = version === MODERN;
    const mirrored = { 'mcp-method': method, ...(name !== undefined && { 'mcp-name': name }) };
    const headers = { 'mcp-protocol-version': version, ...(isModern && mirrored) };
    const whole = isModern ? { ...params, _meta: meta } : params;
    return exchange({ jsonrpc: '2.0', id: ++id, method, params: whole }, headers);
  };
  if (version === MODERN) await ask('server/discover', {});
  else {
    await ask('initialize', { protocolVersion: version, capabilities: {}, clientInfo });
    await exchange({ jsonrpc: '2.0', method: 'notifications/initialized' }, { 'mcp-protocol-version': version });
  }
  const name = /"name":"([\w-]+)"/u.exec(JSON.stringify(await ask('tools/list', {})))?.[1] ?? 'test-tool';
  await ask('tools/call', { name, arguments: {} }, name);
}
