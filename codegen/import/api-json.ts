import { ApiFactsError } from './api-facts-error.ts';

/** A value inside a JSON file that knows its path, so that a wrong shape is reported where it is. */
export class JsonNode {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  static parse(json: string, file: string): JsonNode {
    try {
      return new JsonNode(JSON.parse(json), file);
    } catch (error) {
      throw new ApiFactsError(file, error instanceof Error ? error.message : 'not JSON');
    }
  }

  fail(expected: string): never {
    throw new ApiFactsError(this.path, `expected ${expected}`);
  }

  string(): string {
    return typeof this.value === 'string' ? this.value : this.fail('a string');
  }

  integer(): number {
    return typeof this.value === 'number' && Number.isSafeInteger(this.value) ? this.value : this.fail('an integer');
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    return words.find((word) => word === this.value) ?? this.fail(`one of ${words.join(', ')}`);
  }

  list<Item>(read: (item: JsonNode) => Item): Item[] {
    if (!Array.isArray(this.value)) return this.fail('a list');
    return this.value.map((item: unknown, index) => read(new JsonNode(item, `${this.path}[${index}]`)));
  }

  entries<Item>(read: (item: JsonNode) => Item): Map<string, Item> {
    return new Map(
      [...this.#fields()].map(([name, value]) => [name, read(new JsonNode(value, `${this.path}.${name}`))]),
    );
  }

  /** The fields of an object which may have no others. Read a missing one through `optional`, or it is an error. */
  fields<Name extends string>(...names: readonly Name[]): Record<Name, JsonNode> {
    const fields = this.#fields();
    for (const name of fields.keys()) {
      if (!names.some((known) => known === name)) this.fail(`no field ${JSON.stringify(name)}`);
    }
    const nodes = names.map((name) => [name, new JsonNode(fields.get(name), `${this.path}.${name}`)]);
    return Object.fromEntries(nodes) as Record<Name, JsonNode>;
  }

  optional<Item>(read: (item: JsonNode) => Item): Item | undefined {
    return this.value === undefined ? undefined : read(this);
  }

  #fields(): Map<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      return this.fail('an object');
    return new Map(Object.entries(this.value));
  }
}

type Defined<Fields> = { [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/** Leaves out the fields that are `undefined`, which an optional field of a type must not be. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;
}
