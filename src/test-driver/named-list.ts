/** Objects of a host that are known by their names. */
export class NamedList<Item extends { readonly name: string }> {
  readonly #byName: Map<string, Item>;

  constructor(items: readonly Item[] = []) {
    this.#byName = new Map(items.map((item) => [item.name, item]));
  }

  /** Puts an object on the list, in the place of the one that has its name. */
  add(item: Item): void {
    this.#byName.set(item.name, item);
  }

  remove({ name }: Item): void {
    this.#byName.delete(name);
  }

  all(): Item[] {
    return [...this.#byName.values()];
  }

  byName(name: string): Item | undefined {
    return this.#byName.get(name);
  }
}
