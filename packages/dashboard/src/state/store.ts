import { useEffect, useState } from 'preact/hooks';

/** A value that views follow. */
export interface Store<T> {
  readonly value: T;
  readonly set: (next: T) => void;
  /** Calls `onChange` after each change, until the returned function is called. */
  readonly subscribe: (onChange: (value: T) => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const followers = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const follower of followers) follower(next);
    },
    subscribe(onChange) {
      followers.add(onChange);
      return () => followers.delete(onChange);
    },
  };
}

/** The value of a store; the component is drawn again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, draw] = useState({});
  useEffect(() => {
    draw({}); // It may have changed since the component was drawn.
    return store.subscribe(() => draw({}));
  }, [store]);
  return store.value;
}
