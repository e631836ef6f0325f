/**
 * Names under which a variable reaches a server (POSIX 8.1). Servers are started through a shell, and shells drop the
 * others (`azure.client-secret`) without a word.
 */
export const VARIABLE_NAME: RegExp = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const isVariableName = (name: string): boolean => VARIABLE_NAME.test(name);
