import { plainField } from './method-facts.ts';
import type { Arg, FieldAs, ObjectClass, Result } from './methods/row.ts';
import type { Field } from './model.ts';
import { key, lowerFirst, type Names } from './names.ts';
import type { Printer } from './printer.ts';

export type ObjectResult = Extract<Result, { readonly fields: unknown }>;

/** Types of arguments and results as callers see them, and the code that turns them into what the wire has, and back. */
export class MethodValues {
  readonly #classes: ReadonlyMap<string, ObjectClass>;
  readonly #names: Names;
  readonly #printer: Printer;

  constructor(classes: ReadonlyMap<string, ObjectClass>, names: Names, printer: Printer) {
    this.#classes = classes;
    this.#names = names;
    this.#printer = printer;
  }

  referenceType(reference: string): string {
    const file = reference.startsWith('admin_') ? 'admin' : 'remote';
    const type = this.#names.type({
      name: reference,
      file,
      kind: 'struct',
      fields: [],
      position: { file, line: 1, column: 1 },
    });
    return this.#printer.importType(`../../generated/${file}-types.ts`, type);
  }

  argType(field: Field, { as }: Arg): string {
    const { shape, type } = plainField(field);
    const list = shape === 'variable' && type.kind === 'type';
    if (as === 'boolean') return 'boolean';
    if (as === 'uuid') return 'string | Uint8Array';
    if (as === 'cpuMap' || as === 'cpuList') return 'Iterable<number>';
    if (typeof as === 'object') {
      if ('params' in as) return this.#printer.importType('./typed-parameter-names.ts', `${as.params}Input`);
      if ('flags' in as) {
        const flags = this.#printer.importType('../../generated/api-enums.ts', as.flags);
        return `${flags} | readonly ${flags}[]`;
      }
      if ('enum' in as) return this.#printer.importType('../../generated/api-enums.ts', as.enum);
      return `${list ? 'readonly ' : ''}${this.#handleType(as.handle)}${list ? '[]' : ''}`;
    }
    return this.#plainType(field, true);
  }

  convert(field: Field, arg: Arg): string {
    const name = arg.name ?? field.name;
    const given = arg.option === undefined ? name : `options.${name}`;
    if (typeof arg.option === 'number' && arg.as !== 'boolean')
      return this.#wire(field, arg, `${given} ?? ${arg.option}`);
    if (arg.option === true) {
      if (plainField(field).shape === 'pointer') return `${given} ?? null`;
      const params = typeof arg.as === 'object' && 'params' in arg.as;
      if (field.shape === 'variable') return this.#wire(field, arg, `${given} ?? ${params ? '{}' : '[]'}`);
    }
    return this.#wire(field, arg, given);
  }

  #wire(field: Field, { as }: Arg, given: string): string {
    const { shape, type } = plainField(field);
    if (as === 'boolean') return `${given} ? 1 : 0`;
    if (as === 'uuid') return `${this.#printer.import('../uuid.ts', 'parseUuid')}(${given})`;
    if (as === 'cpuMap') return `${this.#printer.import('../cpu-map.ts', 'writeCpuMap')}(${given})`;
    if (as === 'cpuList') return `${this.#printer.import('../cpu-map.ts', 'writeCpuList')}(${given})`;
    if (typeof as === 'object' && 'flags' in as) {
      return `${this.#printer.import('../flag-options.ts', 'flagBits')}({ flags: ${given} })`;
    }
    if (typeof as === 'object' && 'params' in as) {
      const kinds = this.#printer.import('./typed-parameter-names.ts', lowerFirst(as.params));
      return `${this.#printer.import('../typed-parameters.ts', 'wireParameters')}(${kinds}, ${given})`;
    }
    if (typeof as === 'object' && 'handle' in as) {
      return shape === 'variable' ? `${given}.map((each) => each.reference)` : `${given}.reference`;
    }
    if (shape === 'plain' && type.kind === 'primitive' && (type.name === 'hyper' || type.name === 'uhyper')) {
      return `${this.#printer.import('../to-bigint.ts', 'toBigInt')}(${given})`;
    }
    return given;
  }

  resultType(field: Field, as: FieldAs | undefined): string {
    if (as === 'boolean') return 'boolean';
    if (as === 'text') return 'string';
    if (as === 'cpuMap') return 'number[]';
    if (typeof as === 'object' && 'enum' in as)
      return this.#printer.importType('../../generated/api-enums.ts', as.enum);
    if (typeof as === 'object') return `${this.#handleType(as.handle)}${field.shape === 'variable' ? '[]' : ''}`;
    return this.#plainType(field, false);
  }

  resultValue(field: Field, as: FieldAs | undefined, source: string): string {
    if (as === 'boolean') return `${source} !== 0`;
    if (as === 'text') return `${this.#printer.import('../text-of.ts', 'textOf')}(${source})`;
    if (as === 'cpuMap') return `${this.#printer.import('../cpu-map.ts', 'readCpuMap')}(${source})`;
    if (typeof as === 'object' && 'handle' in as) {
      this.#handleType(as.handle);
      const handle = this.#printer.import(`../${fileNameOf(as.handle)}.ts`, as.handle);
      return field.shape === 'variable'
        ? `${source}.map((each) => new ${handle}(this.connection, each))`
        : `new ${handle}(this.connection, ${source})`;
    }
    return source;
  }

  /** The properties of the result's type made from the fields of `source`; none where they are the same. */
  conversion(fields: readonly Field[], result: ObjectResult, source: string): string[] | undefined {
    const same = fields.every(({ name }) => {
      const { name: given, as } = result.fields[name] ?? {};
      return given === undefined && (as === undefined || (typeof as === 'object' && 'enum' in as));
    });
    if (same) return undefined;
    return fields.map((field) => {
      const { name: given, as } = result.fields[field.name] ?? {};
      return `${key(given ?? field.name)}: ${this.resultValue(field, as, `${source}.${field.name}`)},`;
    });
  }

  #plainType(field: Field, input: boolean): string {
    const { shape, type } = plainField(field);
    if (isNullable(field) && type.kind === 'type' && type.type.kind === 'alias') {
      return `${this.#plainType({ ...type.type.target, name: field.name }, input)} | null`;
    }
    if (type.kind === 'type') {
      const alias = field.type.kind === 'type' ? field.type.type : undefined;
      // A list of texts: an array of a type that is itself text.
      const text = type.type.kind === 'alias' ? type.type.target.type : undefined;
      if (text?.kind === 'primitive' && text.name === 'string') return 'readonly string[]';
      const named = alias ?? type.type;
      const ts = this.#printer.importType(`../../generated/${named.file}-types.ts`, this.#names.type(named));
      return shape === 'variable' ? `readonly ${ts}[]` : ts;
    }
    const item =
      type.name === 'string'
        ? 'string'
        : type.name === 'opaque' || (type.name === 'char' && shape !== 'plain')
          ? 'Uint8Array'
          : type.name === 'hyper' || type.name === 'uhyper'
            ? input
              ? 'number | bigint'
              : 'bigint'
            : type.name === 'bool'
              ? 'boolean'
              : 'number';
    if (item === 'string' || item === 'Uint8Array') return item;
    return shape === 'variable' || shape === 'fixed' ? `readonly ${item}[]` : item;
  }

  #handleType(name: string): string {
    if (!this.#classes.has(name)) throw new Error(`there is no class ${name}`);
    return this.#printer.importType(`../${fileNameOf(name)}.ts`, name);
  }
}

/** `DomainSnapshot` gives `domain-snapshot`, `NWFilter` `nw-filter`. */
export function fileNameOf(className: string): string {
  return className
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

export function fieldNamed(fields: readonly Field[], name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`there is no field ${name}`);
  return found;
}

function isNullable(field: Field): boolean {
  return field.type.kind === 'type' && field.type.type.kind === 'alias' && field.type.type.target.shape === 'pointer';
}

/** Whether {@link MethodValues} makes code for the argument that may throw a UsageError. */
export function isChecked(field: Field, { as }: Arg): boolean {
  const { shape, type } = plainField(field);
  const converted = as === 'uuid' || as === 'cpuMap' || as === 'cpuList';
  const checked = typeof as === 'object' && ('params' in as || 'flags' in as);
  return converted || checked || (shape === 'plain' && type.kind === 'primitive' && /^u?hyper$/.test(type.name));
}
