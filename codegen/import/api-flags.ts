import type { ApiEnum } from './api-facts.ts';

/** What upstream says about a flags argument: the enums it takes, none when it is unused. */
export type StatedFlags = readonly string[];

/** Finds the enums of flags arguments in what upstream writes about them. */
export class FlagsReader {
  readonly #enums: ReadonlySet<string>;
  /** Constants of bit masks, each with its enum. */
  readonly #constants: ReadonlyMap<string, string>;

  constructor(enums: readonly ApiEnum[]) {
    this.#enums = new Set(enums.map((fact) => fact.name));
    this.#constants = new Map(
      enums.filter((fact) => fact.flags).flatMap((fact) => fact.members.map((member) => [member.name, fact.name])),
    );
  }

  /**
   * The description of the argument comes first: the enums it names, or that it is unused. Only when it says neither,
   * the text about the function decides, if all the constants of bit masks there are of one enum.
   */
  read(argument: string, text: string): StatedFlags | undefined {
    const named = this.#named(argument);
    if (named.length > 0) return named;
    if (/\bnot used yet\b|\bunused\b|\b(?:pass|set to|use) (?:0|zero)\b/i.test(argument)) return [];
    const constants = (text.match(/\bVIR_\w+/g) ?? []).flatMap((name) => this.#constants.get(name) ?? []);
    const [only, ...others] = new Set([...this.#named(text), ...constants]);
    return only === undefined || others.length > 0 ? undefined : [only];
  }

  #named(text: string): string[] {
    return [...new Set(text.match(/\bvir\w+/g))].filter((name) => this.#enums.has(name));
  }
}
