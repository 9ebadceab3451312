import { NamedList } from './named-list.ts';

/** Objects of a host that are known by their names, and by uuids too. */
export class UuidList<Item extends { readonly name: string; readonly uuid: string }> extends NamedList<Item> {
  byUuid(uuid: string): Item | undefined {
    return this.all().find((item) => item.uuid === uuid);
  }
}
