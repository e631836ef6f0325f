/** An Ed25519 key: 32 bytes in base64. */
export const PUBLIC_KEY = /^[A-Za-z0-9+/]{43}=$/;

export const isPublicKey = (text: string): boolean => PUBLIC_KEY.test(text);
