/** A warning at a place of the configuration. */
export type PlacedWarning = readonly [place: string, what: string];
