import { mayChange, type Preset } from './preset.js';

export const careful: Preset = {
  id: 'careful',
  summary: 'a person decides about every call that may change something',
  wanted: 'needs a person',
  propose(tools) {
    const free = tools.filter(
      (each) => mayChange(each) && each.verdict !== 'denied' && each.verdict !== 'needs a person',
    );
    return free.length > 0 ? { list: 'require_approval', tools: free.map(({ tool }) => tool) } : undefined;
  },
};
