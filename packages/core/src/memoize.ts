/**
 * Computes once for each object, however often it is asked. A result is kept as long as its object is, so there are
 * never more of them than objects of that kind.
 */
export function memoize<Key extends object, Value extends object>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (!value) known.set(key, (value = compute(key)));
    return value;
  };
}
