/** `POST /record/prune`: the last row that goes, as it was shown. */
export interface PruneRequest {
  readonly through: number;
  readonly hash: string;
}

/** `POST /record/prune` responds once the rows are gone. */
export interface PruneReport {
  readonly rows: number;
  /** The size of the record afterwards. */
  readonly bytes: number;
  /** `<seq>:<hash>` of the last row, to be kept elsewhere. */
  readonly head: string;
}
