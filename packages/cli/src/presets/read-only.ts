import { mayChange, type Preset } from './preset.js';

export const readOnly: Preset = {
  id: 'read-only',
  summary: 'only tools that read may be used',
  wanted: 'denied',
  propose(tools, hasAllowList) {
    const open = tools.filter((each) => mayChange(each) && each.verdict !== 'denied');
    // A list of what is allowed also keeps out the tools that the server shows later.
    if (!hasAllowList)
      return { list: 'allowed_tools', tools: tools.filter((each) => !mayChange(each)).map(({ tool }) => tool) };
    return open.length > 0 ? { list: 'denied_tools', tools: open.map(({ tool }) => tool) } : undefined;
  },
};
