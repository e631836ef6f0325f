import type { DescribedCall } from '../../src/approval/describe-call.js';
import type { PipelineOptions } from '../../src/pipeline.js';

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

/** What a pipeline needs whose interceptors count nothing. */
export const UNUSED: Pick<PipelineOptions, 'take' | 'describe'> = { take: () => undefined, describe: () => CALL };
