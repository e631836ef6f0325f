import type { Asks, Extension } from './extension.js';

const SKILL: Asks = { kind: 'resources', member: 'uri' };
const FILES = { items: 'resources', name: 'uri' } as const;

/**
 * Folders of files that tell a model how to do something (SEP-2640). A skill is known by its listing, whatever the scheme
 * of its URI, and is whole or not there: its host compares each file with a digest in the listing.
 */
export const skills: Extension = {
  id: 'io.modelcontextprotocol/skills',
  methods: {
    'skills/list': {
      from: 'client',
      does: 'look',
      describes: true,
      isExact: true,
      list: { items: 'skills', name: 'uri', kind: 'resources', inner: FILES },
    },
    'skills/get': {
      from: 'client',
      does: 'look',
      asks: SKILL,
      describes: true,
      isExact: true,
      item: { member: 'skill', name: 'uri', kind: 'resources', inner: FILES },
    },
    'resources/directory/read': {
      from: 'client',
      does: 'look',
      asks: SKILL,
      describes: true,
      list: { ...FILES, kind: 'resources' },
    },
  },
};
