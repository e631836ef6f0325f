/** As what mcp-guard is known to an issuer. */
export interface RegisteredClient {
  readonly id: string;
  /** Only of a client that registered itself: a configured secret stays in the configuration. */
  readonly secret: string | undefined;
  readonly authMethod: string | undefined;
  readonly isConfigured: boolean;
}

/** A login at one server: for its URL and for nothing else. */
export interface ServerLogin {
  /** As `toServerKey` writes it. */
  readonly server: string;
  readonly issuer: string;
  /** RFC 8707; `undefined` for a server without metadata. */
  readonly resource: string | undefined;
  readonly client: RegisteredClient;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Unix seconds. */
  readonly obtainedAt: number;
  /** The end of the access token, Unix seconds, if the issuer names it. */
  readonly expiresAt: number | undefined;
  readonly scopes: readonly string[];
}

/** As what mcp-guard logs in: the client of the configuration, or one that it registers. */
export interface ConfiguredClient {
  /** A URL is a client-id metadata document. */
  readonly id: string | null;
  readonly secret: string | null;
}

/** A login was made as this client: another client's refresh token is of no use. */
export const isOfClient = ({ client }: ServerLogin, { id }: ConfiguredClient): boolean =>
  id === null ? !client.isConfigured : client.isConfigured && client.id === id;
