import type { ApiFacts, ApiFunction } from './import/api-facts.ts';
import type { Field, Procedure, ProtocolFile, ProtocolType } from './model.ts';
import type { Names } from './names.ts';

/** A procedure with what the API description says of its C function. */
export interface MethodProcedure {
  readonly constant: string;
  /** The protocol file, as `remote`. */
  readonly file: string;
  readonly procedure: Procedure;
  readonly since: string;
  readonly cFunction: ApiFunction | undefined;
}

/** Looks up procedures, and what their flags are, by the names of their constants. */
export class MethodFacts {
  readonly #procedures = new Map<string, MethodProcedure>();
  readonly #enums: ReadonlyMap<string, string>;

  constructor(
    files: readonly ProtocolFile[],
    names: Names,
    api: ApiFacts,
    since: (file: string, number: number) => string,
  ) {
    const functions = new Map(api.functions.map((each) => [each.name, each]));
    this.#enums = new Map(api.enums.map(({ name, js }) => [name, js]));
    for (const { name: file, program } of files) {
      for (const procedure of program?.procedures ?? []) {
        const constant = names.procedure(file, procedure.name);
        const cFunction = functions.get(names.cFunction(file, procedure.name) ?? '');
        this.#procedures.set(constant, { constant, file, procedure, since: since(file, procedure.number), cFunction });
      }
    }
  }

  get(constant: string): MethodProcedure {
    const found = this.#procedures.get(constant);
    if (found === undefined || found.procedure.kind !== 'call') throw new Error(`there is no call ${constant}`);
    return found;
  }

  all(): MethodProcedure[] {
    return [...this.#procedures.values()];
  }

  /** The TypeScript types of the procedure's flags; none where they are unused. */
  flagTypes({ cFunction, constant }: MethodProcedure): string[] {
    if (cFunction?.flags === undefined) throw new Error(`${constant} has flags that the API description does not know`);
    return cFunction.flags.enums.map((name) => {
      const js = this.#enums.get(name);
      if (js === undefined) throw new Error(`there is no enum ${name}`);
      return js;
    });
  }
}

const lookingPermissions = /^(none$|.*:(read|getattr|search[-_].*)$)/;

/** Whether a connection that may only look is refused: by the access rules that hold whatever the flags are. */
export function needsWriting({ procedure }: MethodProcedure): boolean {
  const rules = procedure.annotations.filter(({ key }) => key === 'acl').map(({ value }) => value);
  return rules.some((rule) => rule.split(':').length <= 2 && !lookingPermissions.test(rule));
}

/** A field's shape with its names for other types followed to the end. */
export function plainField(field: Field): Field {
  let { shape, type, length } = field;
  while (type.kind === 'type' && type.type.kind === 'alias') {
    const { target } = type.type;
    if (shape !== 'plain' && target.shape !== 'plain') break;
    if (shape === 'plain') ({ shape, length } = target);
    ({ type } = target);
  }
  return { name: field.name, shape, type, length };
}

/** The protocol type of a field that is a structure or a list of structures. */
export function structOf(field: Field): ProtocolType | undefined {
  const { type } = plainField(field);
  return type.kind === 'type' ? type.type : undefined;
}
