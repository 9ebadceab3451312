/** Compares by texts, the first one first, by code units: the same everywhere, whatever the locale. */
export function byText<Item>(...keys: readonly ((item: Item) => string)[]): (a: Item, b: Item) => number {
  return (a, b) => {
    for (const key of keys) {
      if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
    }
    return 0;
  };
}
