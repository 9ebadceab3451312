interface Class {
  readonly name: string;
  readonly prototype: object;
}

/**
 * Watches the methods of the classes from now on, those that they inherit too but for what the classes of `except`
 * have of their own. Gives a function that names the ones, as `Network.update`, that nobody has called.
 */
export function watchMethods(classes: readonly Class[], except: readonly Class[] = []): () => string[] {
  const left = new Set(except.map(({ prototype }) => prototype));
  const uncalled = new Set<string>();
  for (const { name, prototype } of classes) {
    for (const [method, original] of methodsOf(prototype, left)) {
      const label = `${name}.${method}`;
      uncalled.add(label);
      Object.defineProperty(prototype, method, {
        configurable: true,
        writable: true,
        value: function (this: unknown, ...args: readonly unknown[]): unknown {
          uncalled.delete(label);
          return Reflect.apply(original, this, args);
        },
      });
    }
  }
  return () => [...uncalled].sort();
}

function methodsOf(
  prototype: object,
  left: ReadonlySet<object>,
): Map<string, (...args: readonly unknown[]) => unknown> {
  const methods = new Map<string, (...args: readonly unknown[]) => unknown>();
  for (let of: object | null = prototype; of !== null && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    if (left.has(of)) continue;
    for (const [method, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      if (typeof value === 'function' && !/^(constructor|toJSON)$/.test(method) && !methods.has(method)) {
        methods.set(method, value);
      }
    }
  }
  return methods;
}
