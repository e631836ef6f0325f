export type PlacedWarning = readonly [place: string, what: string];
