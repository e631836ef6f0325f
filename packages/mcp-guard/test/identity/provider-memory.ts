interface Stored {
  readonly payload: Record<string, unknown>;
  /** Unix milliseconds. */
  readonly until: number;
}

/** The part that tests ask. */
interface Memory {
  find(id: string): Promise<Record<string, unknown> | undefined>;
}

/** What a provider remembers. Its keys may change under it, which the adapter that oidc-provider brings does not allow. */
export function createMemory(): (model: string) => Memory {
  const memory = new Map<string, Stored>();
  const find = (key: string): Record<string, unknown> | undefined => {
    const stored = memory.get(key);
    return stored && stored.until > Date.now() ? stored.payload : undefined;
  };
  return (model) => ({
    async upsert(id: string, payload: Record<string, unknown>, lifetime = Infinity) {
      memory.set(`${model}:${id}`, { payload, until: Date.now() + lifetime * 1000 });
    },
    find: async (id: string) => find(`${model}:${id}`),
    findByUserCode: async () => undefined,
    findByUid: async (uid: string) => [...memory.values()].find(({ payload }) => payload['uid'] === uid)?.payload,
    async consume(id: string) {
      const payload = find(`${model}:${id}`);
      if (payload) payload['consumed'] = Math.floor(Date.now() / 1000);
    },
    async destroy(id: string) {
      memory.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId: string) {
      for (const [key, { payload }] of memory) if (payload['grantId'] === grantId) memory.delete(key);
    },
  });
}
