import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/api-error.js';
import type { ShapeCheck } from '../api/check.js';
import { usePage } from './page.js';
import { useStore } from './store.js';

export interface LoadedData<T> {
  /** The last answer; kept while it is asked for again. */
  readonly data: T | undefined;
  /** Why the last attempt failed. */
  readonly problem: ApiError | undefined;
  readonly reload: () => void;
}

interface Kept<T> {
  readonly path: string;
  readonly data?: T | undefined;
  readonly problem?: ApiError;
}

/**
 * Asks the daemon for a path, and again after each new connection.
 * @param every milliseconds after which it is asked for again while the page is seen; 0: never
 */
export function useLoad<T>(path: string, check: ShapeCheck<T>, every = 0): LoadedData<T> {
  const { api, epoch } = usePage();
  const era = useStore(epoch);
  const [loaded, setLoaded] = useState<Kept<T>>({ path });
  const [turn, setTurn] = useState(0);
  const checked = useRef(check);

  useEffect(() => {
    const aborted = new AbortController();
    const keep = (next: Omit<Kept<T>, 'path'>): void => {
      if (!aborted.signal.aborted)
        setLoaded((last) => ({ data: last.path === path ? last.data : undefined, ...next, path }));
    };
    api.get(path, checked.current, aborted.signal).then(
      (data) => keep({ data }),
      (thrown: unknown) => keep({ problem: ApiError.from(thrown) }),
    );
    return () => aborted.abort();
  }, [api, path, era, turn]);

  const reload = useCallback(() => setTurn((last) => last + 1), []);
  useEffect(() => {
    if (every === 0) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, every);
    return () => clearInterval(timer);
  }, [every, reload]);

  const isCurrent = loaded.path === path;
  return { data: isCurrent ? loaded.data : undefined, problem: isCurrent ? loaded.problem : undefined, reload };
}
