import type { PipelineOptions } from '../../src/pipeline.js';

/** What a pipeline needs whose interceptors count nothing and demand nothing. */
export const UNUSED: Pick<PipelineOptions, 'take' | 'describe'> = {
  take: () => undefined,
  describe: () => {
    throw new Error('no call here is described');
  },
};
