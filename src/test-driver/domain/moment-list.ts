import { NamedList } from '../named-list.ts';

/** Something that was kept of a domain at some time. */
export interface Moment {
  readonly name: string;
  /** The one that was current when it was made, or what has taken that one's place since. */
  readonly parent: string | undefined;
}

/** The snapshots of a domain, or its checkpoints: a tree, of which one may be the current. */
export class MomentList<Item extends Moment> {
  readonly #list = new NamedList<Item>();
  #current: string | undefined;

  all(): Item[] {
    return this.#list.all();
  }

  byName(name: string): Item | undefined {
    return this.#list.byName(name);
  }

  get current(): Item | undefined {
    return this.#current === undefined ? undefined : this.byName(this.#current);
  }

  add(moment: Item): void {
    this.#list.add(moment);
  }

  makeCurrent({ name }: Item): void {
    this.#current = name;
  }

  /** Whether one is there, and neither is nor comes of the one named `name`, which may so become its child. */
  canBeParent(parent: string, name: string): boolean {
    const seen = new Set<string>([name]);
    for (let at: string | undefined = parent; at !== undefined; at = this.byName(at)?.parent) {
      if (seen.has(at) || this.byName(at) === undefined) return false;
      seen.add(at);
    }
    return true;
  }

  childrenOf({ name }: Item): Item[] {
    return this.all().filter(({ parent }) => parent === name);
  }

  descendantsOf(moment: Item): Item[] {
    return this.childrenOf(moment).flatMap((child) => [child, ...this.descendantsOf(child)]);
  }

  isLeaf(moment: Item): boolean {
    return this.childrenOf(moment).length === 0;
  }

  /** Takes one away; its children become those of its parent. */
  remove(moment: Item): void {
    for (const child of this.childrenOf(moment)) this.#list.add({ ...child, parent: moment.parent });
    this.#list.remove(moment);
    if (this.#current === moment.name) this.#current = moment.parent;
  }

  /** Takes away what has come of one, which becomes current when the current one has. */
  removeDescendants(moment: Item): void {
    for (const { name } of this.descendantsOf(moment)) {
      if (this.#current === name) this.#current = moment.name;
      const found = this.byName(name);
      if (found !== undefined) this.#list.remove(found);
    }
  }
}
