import type { DescribedCall } from '../../src/approval/describe-call.js';
import type { PipelineOptions, RunOptions } from '../../src/pipeline.js';

/** The description of an unknown call. */
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

/** The parts of a pipeline that describes no calls. */
export const UNUSED: Pick<PipelineOptions, 'describe'> = { describe: () => CALL };

/** Counts nothing. */
export const FREE: RunOptions = { charge: () => undefined };
