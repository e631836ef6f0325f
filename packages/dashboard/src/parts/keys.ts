import { useEffect, useRef } from 'preact/hooks';

/** Elements that take keys for themselves. */
const TYPED_IN = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

/**
 * Calls `onKey` for a key that is pressed anywhere on the page, once for each press. A key that is typed into a field,
 * belongs to a dialog, or is held together with another one stays what it is.
 */
export function usePageKeys(onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { target, repeat, ctrlKey, altKey, metaKey, isComposing, defaultPrevented } = event;
      const isTaken = target instanceof Element && target.closest(TYPED_IN) !== null;
      if (isTaken || repeat || ctrlKey || altKey || metaKey || isComposing || defaultPrevented) return;
      if (!document.querySelector('dialog[open]')) latest.current(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
