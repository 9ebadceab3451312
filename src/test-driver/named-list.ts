/** Objects of a host that are known by their names. */
export class NamedList<Item extends { readonly name: string }> {
  readonly #byName = new Map<string, Item>();

  add(item: Item): void {
    this.#byName.set(item.name, item);
  }

  all(): Item[] {
    return [...this.#byName.values()];
  }

  byName(name: string): Item | undefined {
    return this.#byName.get(name);
  }
}
