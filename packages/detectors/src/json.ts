/** Written out, so that this package needs no other. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Keys and indices from the outermost value. */
export type JsonPath = readonly (string | number)[];

/** `Array.isArray` does not tell a list that may not be changed from an object. */
export const isArray: (value: Json) => value is readonly Json[] = Array.isArray;
