import type { DescribedCall } from '../../src/approval/describe-call.js';
import type { PipelineOptions, RunOptions } from '../../src/pipeline.js';

/** A call of which nothing is known. */
export const CALL: DescribedCall = {
  tool: '',
  shown: '',
  binding: '',
  resumes: '',
  rest: '',
  leaves: null,
  state: null,
  policy: '',
};

/** What a pipeline needs that describes nothing. */
export const UNUSED: Pick<PipelineOptions, 'describe'> = { describe: () => CALL };

/** Counts nothing. */
export const FREE: RunOptions = { charge: () => undefined };
