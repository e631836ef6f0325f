/** Which way a message travels. */
export type Direction = 'toServer' | 'toClient';

/** The way of the response. */
export const BACK: Readonly<Record<Direction, Direction>> = { toServer: 'toClient', toClient: 'toServer' };
