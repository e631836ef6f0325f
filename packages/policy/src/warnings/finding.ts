/** A warning at a place of the configuration. */
export type Finding = readonly [place: string, what: string];
