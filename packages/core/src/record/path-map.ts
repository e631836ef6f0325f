/** A step of a path, and the value at its end. */
interface PathNode<Value> {
  readonly children: Map<string, PathNode<Value>>;
  value: Value | undefined;
}

const createNode = <Value>(): PathNode<Value> => ({ children: new Map(), value: undefined });

/**
 * Values by their paths in a JSON value. Nothing is written down for a path: pointers of thousands of values a hundred
 * levels deep would be a thousand times as long as the message.
 */
export class PathMap<Value> {
  readonly #root: PathNode<Value> = createNode();

  get(path: readonly (string | number)[]): Value | undefined {
    let node: PathNode<Value> | undefined = this.#root;
    for (let index = 0; node && index < path.length; index++) node = node.children.get(String(path[index]));
    return node?.value;
  }

  /** The value at the path; without one, the value that `create` makes. */
  at(path: readonly (string | number)[], create: () => Value): Value {
    let node = this.#root;
    for (const step of path) {
      const key = String(step);
      let child = node.children.get(key);
      if (!child) node.children.set(key, (child = createNode()));
      node = child;
    }
    return (node.value ??= create());
  }
}
