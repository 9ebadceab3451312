import { type MethodFacts, type MethodProcedure, needsWriting, plainField } from './method-facts.ts';
import type { Arg, FieldAs, ObjectClass, Result, Row } from './methods/row.ts';
import type { Field } from './model.ts';
import { key, type Names } from './names.ts';
import { Printer } from './printer.ts';

/** The module of a class's regular methods: an abstract class that the hand-written one extends. */
export function emitMethods(
  object: ObjectClass,
  classes: ReadonlyMap<string, ObjectClass>,
  facts: MethodFacts,
  names: Names,
  header: readonly string[],
): string {
  const printer = new Printer(header);
  const emitter = new MethodEmitter(object, classes, facts, names, printer);
  emitter.emit();
  return printer.toString();
}

/** `DomainSnapshot` gives `domain-snapshot`, `NWFilter` `nw-filter`. */
export function fileNameOf(className: string): string {
  return className
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

class MethodEmitter {
  readonly #object: ObjectClass;
  readonly #classes: ReadonlyMap<string, ObjectClass>;
  readonly #facts: MethodFacts;
  readonly #names: Names;
  readonly #printer: Printer;
  readonly #isRoot: boolean;

  constructor(
    object: ObjectClass,
    classes: ReadonlyMap<string, ObjectClass>,
    facts: MethodFacts,
    names: Names,
    printer: Printer,
  ) {
    this.#object = object;
    this.#classes = classes;
    this.#facts = facts;
    this.#names = names;
    this.#printer = printer;
    this.#isRoot = object.reference === undefined;
  }

  emit(): void {
    const { name, rows, reference, nameField } = this.#object;
    for (const row of rows) this.#resultInterface(row);
    this.#printer.print('');
    this.#printer.doc(`The regular methods of {@link ${name}}.`);
    this.#printer.print(`export abstract class ${name}Methods {`);
    const connection = this.#printer.importType('../connection.ts', 'Connection');
    if (this.#isRoot) {
      this.#printer.print(
        `abstract readonly session: ${this.#printer.importType('../../session/session.ts', 'Session')};`,
      );
      this.#printer.print(`protected abstract readonly connection: ${connection};`);
    } else {
      this.#printer.print(`abstract readonly connection: ${connection};`);
      if (nameField === undefined && reference !== undefined) {
        this.#printer.print(`abstract get reference(): ${this.#referenceType(reference)};`);
      } else this.#printer.print('abstract readonly name: string;');
    }
    for (const row of rows) {
      try {
        this.#method(row);
      } catch (error) {
        throw new Error(`${name}.${row.method}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
    }
    this.#printer.print('}');
  }

  #referenceType(reference: string): string {
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

  #resultInterface({ result }: Row): void {
    if (result === undefined || !('object' in result)) return;
    this.#printer.print('');
    this.#printer.doc(result.doc);
    this.#printer.print(`export interface ${result.object} {`);
    const { procedure } = this.#facts.get(this.#rowOf(result).procedure);
    for (const field of procedure.result?.fields ?? []) {
      const described = result.fields[field.name];
      if (described === undefined) throw new Error(`${result.object} says nothing of the field ${field.name}`);
      this.#printer.doc(described.doc);
      this.#printer.print(`readonly ${key(described.name ?? field.name)}: ${this.#resultType(field, described.as)};`);
    }
    this.#printer.print('}');
  }

  #rowOf(result: Result): Row {
    const row = this.#object.rows.find((candidate) => candidate.result === result);
    if (row === undefined) throw new Error('a result without a row');
    return row;
  }

  #method(row: Row): void {
    const plain = this.#facts.get(row.procedure);
    const flagged = row.flagged === undefined ? undefined : this.#facts.get(row.flagged);
    const flagTypes = this.#flagTypes(flagged ?? plain);
    const fields = plain.procedure.args?.fields ?? [];
    const given = Object.entries(row.args ?? {});
    for (const [name] of given) {
      if (!fields.some((field) => field.name === name)) throw new Error(`${row.procedure} has no argument ${name}`);
    }
    const positional = given.filter(([, { option }]) => option === undefined);
    const named = given.filter(([, { option }]) => option !== undefined);
    this.#printer.print('');
    this.#docs(row, plain, flagged, positional);
    const parameters = positional.map(
      ([name, arg]) => `${arg.name ?? name}: ${this.#argType(fieldNamed(fields, name), arg)}`,
    );
    parameters.push(`options: ${this.#optionsType(fields, flagTypes, named)} = {}`);
    const result = this.#result(plain, row.result);
    const direct = result.wrap === undefined;
    const head = `${direct ? '' : 'async '}${row.method}(${parameters.join(', ')}): Promise<${result.type}> {`;
    if (head.length <= 116) this.#printer.print(head);
    else {
      this.#printer.print(`${direct ? '' : 'async '}${row.method}(`);
      for (const parameter of parameters) this.#printer.print(...`${parameter},`.split('\n'));
      this.#printer.print(`): Promise<${result.type}> {`);
    }
    const giveBack = (target: MethodProcedure, flags: string | undefined): void => {
      const args = this.#argsOf(target, row, flags);
      const line = (argument: string): string => {
        const call = `${this.#session()}.call(${this.#import(target)}, ${argument}, options)`;
        return result.wrap === undefined ? `return ${call};` : `return ${result.wrap(`(await ${call})`)};`;
      };
      const whole = line(args.length === 0 ? 'undefined' : `{ ${args.join(', ')} }`);
      if (whole.length <= 114) return this.#printer.print(whole);
      this.#printer.print('const args = {', ...args.map((each) => `${each},`), '};', line('args'));
    };
    if (flagged === undefined) {
      giveBack(
        plain,
        flagTypes.length > 0 ? `${this.#printer.import('../flag-options.ts', 'flagBits')}(options)` : '0',
      );
    } else {
      this.#printer.print(`const flags = ${this.#printer.import('../flag-options.ts', 'givenFlags')}(options);`);
      this.#printer.print('if (flags === undefined) {');
      giveBack(plain, undefined);
      this.#printer.print('}');
      giveBack(flagged, 'flags');
    }
    this.#printer.print('}');
  }

  #flagTypes(target: MethodProcedure): string[] {
    if (!target.procedure.args?.fields.some(({ name }) => name === 'flags')) return [];
    return this.#facts.flagTypes(target).map((type) => this.#printer.importType('../../generated/api-enums.ts', type));
  }

  #session(): string {
    return this.#isRoot ? 'this.session' : 'this.connection.session';
  }

  #import(target: MethodProcedure): string {
    return this.#printer.import(`../../generated/${target.file}-procedures.ts`, target.constant);
  }

  #optionsType(
    fields: readonly Field[],
    flagTypes: readonly string[],
    named: readonly (readonly [string, Arg])[],
  ): string {
    const parts = [this.#printer.importType('../../rpc/rpc-client.ts', 'CallOptions')];
    if (flagTypes.length > 0)
      parts.push(`${this.#printer.importType('../flag-options.ts', 'FlagOptions')}<${flagTypes.join(' | ')}>`);
    if (named.length > 0) {
      const properties = named.flatMap(([name, arg]) => {
        const type = this.#argType(fieldNamed(fields, name), arg).replace(/ \| null$/, '');
        return [`/** ${arg.doc} */`, `readonly ${arg.name ?? name}?: ${type} | undefined;`];
      });
      parts.push(['{', ...properties, '}'].join('\n'));
    }
    return parts.join(' & ');
  }

  #argsOf(target: MethodProcedure, row: Row, flags: string | undefined): string[] {
    return (target.procedure.args?.fields ?? []).map((field) => {
      const value = this.#argValue(field, row, flags);
      return value === field.name ? value : `${key(field.name)}: ${value}`;
    });
  }

  #argValue(field: Field, row: Row, flags: string | undefined): string {
    const arg = row.args?.[field.name];
    if (arg !== undefined) return this.#convert(field, arg);
    const { type } = plainField(field);
    const { reference, nameField } = this.#object;
    if (reference !== undefined && type.kind === 'type' && type.type.name === reference) return 'this.reference';
    if (nameField === field.name) return 'this.name';
    if (field.name === 'flags' && flags !== undefined) return flags;
    if (field.name === 'need_results') return '1';
    throw new Error(`nothing fills the argument ${field.name} of ${row.procedure}`);
  }

  #convert(field: Field, arg: Arg): string {
    const name = arg.name ?? field.name;
    const given = arg.option === undefined ? name : `options.${name}`;
    if (typeof arg.option === 'number' && arg.as !== 'boolean')
      return this.#wire(field, arg, `${given} ?? ${arg.option}`);
    if (arg.option === true && plainField(field).shape === 'pointer') return `${given} ?? null`;
    return this.#wire(field, arg, given);
  }

  #wire(field: Field, { as }: Arg, given: string): string {
    const { shape, type } = plainField(field);
    if (as === 'boolean') return `${given} ? 1 : 0`;
    if (as === 'uuid') return `${this.#printer.import('../uuid.ts', 'parseUuid')}(${given})`;
    if (typeof as === 'object' && 'handle' in as) {
      return shape === 'variable' ? `${given}.map((each) => each.reference)` : `${given}.reference`;
    }
    if (shape === 'plain' && type.kind === 'primitive' && (type.name === 'hyper' || type.name === 'uhyper')) {
      return `${this.#printer.import('../to-bigint.ts', 'toBigInt')}(${given})`;
    }
    return given;
  }

  #argType(field: Field, { as }: Arg): string {
    const { shape, type } = plainField(field);
    const list = shape === 'variable' && type.kind === 'type';
    if (as === 'boolean') return 'boolean';
    if (as === 'uuid') return 'string | Uint8Array';
    if (typeof as === 'object') {
      if ('enum' in as) return this.#printer.importType('../../generated/api-enums.ts', as.enum);
      return `${list ? 'readonly ' : ''}${this.#handleType(as.handle)}${list ? '[]' : ''}`;
    }
    return this.#plainType(field, true);
  }

  #plainType(field: Field, input: boolean): string {
    const { shape, type } = plainField(field);
    if (isNullable(field) && type.kind === 'type' && type.type.kind === 'alias') {
      return `${this.#plainType({ ...type.type.target, name: field.name }, input)} | null`;
    }
    if (type.kind === 'type') {
      const alias = field.type.kind === 'type' ? field.type.type : undefined;
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
    // A list of texts: an array of a type that is itself text.
    const outer = field.shape;
    if (type.name === 'string' && outer === 'variable' && field.type.kind === 'type') return 'readonly string[]';
    if (item === 'string' || item === 'Uint8Array') return item;
    return shape === 'variable' || shape === 'fixed' ? `readonly ${item}[]` : item;
  }

  #handleType(name: string): string {
    if (!this.#classes.has(name)) throw new Error(`there is no class ${name}`);
    return this.#printer.importType(`../${fileNameOf(name)}.ts`, name);
  }

  #resultType(field: Field, as: FieldAs | undefined): string {
    if (as === 'boolean') return 'boolean';
    if (typeof as === 'object' && 'enum' in as)
      return this.#printer.importType('../../generated/api-enums.ts', as.enum);
    if (typeof as === 'object') return `${this.#handleType(as.handle)}${field.shape === 'variable' ? '[]' : ''}`;
    return this.#plainType(field, false);
  }

  #resultValue(field: Field, as: FieldAs | undefined, source: string): string {
    if (as === 'boolean') return `${source} !== 0`;
    if (typeof as === 'object' && 'handle' in as) {
      this.#handleType(as.handle);
      const handle = this.#printer.import(`../${fileNameOf(as.handle)}.ts`, as.handle);
      return field.shape === 'variable'
        ? `${source}.map((each) => new ${handle}(this.connection, each))`
        : `new ${handle}(this.connection, ${source})`;
    }
    return source;
  }

  #result(
    target: MethodProcedure,
    result: Result | undefined,
  ): { type: string; wrap: ((call: string) => string) | undefined } {
    const fields = target.procedure.result?.fields ?? [];
    if (result === undefined) {
      if (fields.length > 0) throw new Error(`${target.constant} has a result, and the row names none`);
      return { type: 'void', wrap: undefined };
    }
    if ('field' in result) {
      const field = fieldNamed(fields, result.field);
      const type = this.#resultType(field, result.as);
      return { type, wrap: (call) => this.#resultValue(field, result.as, `${call}.${field.name}`) };
    }
    const stray = Object.keys(result.fields).find((name) => !fields.some((field) => field.name === name));
    if (stray !== undefined) throw new Error(`${target.constant} has no result field ${stray}`);
    return { type: result.object, wrap: undefined };
  }

  #docs(
    row: Row,
    plain: MethodProcedure,
    flagged: MethodProcedure | undefined,
    positional: readonly (readonly [string, Arg])[],
  ): void {
    const lines = [row.doc];
    if (row.writes ?? needsWriting(plain)) lines[0] += ' Needs a connection that may write.';
    if (row.example !== undefined) lines.push('', '@example', ...row.example.split('\n'), '');
    for (const [name, { name: given, doc }] of positional) lines.push(`@param ${given ?? name} ${doc}`);
    if (row.result !== undefined && 'field' in row.result && row.result.doc !== undefined)
      lines.push(`@returns ${row.result.doc}`);
    for (const each of row.throws ?? []) lines.push(`@throws LibvirtError ${each}`);
    const named = (target: MethodProcedure): string =>
      `${target.cFunction?.name ?? target.procedure.name}, since libvirt ${target.cFunction?.since ?? target.since}`;
    lines.push(`@see ${named(plain)}${flagged === undefined ? '' : `; with flags ${named(flagged)}`}`);
    this.#printer.print('/**');
    for (const line of lines) this.#printer.print(line === '' ? ' *' : ` * ${line}`);
    this.#printer.print(' */');
  }
}

function fieldNamed(fields: readonly Field[], name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`there is no field ${name}`);
  return found;
}

function isNullable(field: Field): boolean {
  return field.type.kind === 'type' && field.type.type.kind === 'alias' && field.type.type.target.shape === 'pointer';
}
