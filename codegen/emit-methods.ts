import { type MethodFacts, type MethodProcedure, needsWriting, plainField, structOf } from './method-facts.ts';
import type { Arg, FieldAs, ObjectClass, Result, Row } from './methods/row.ts';
import type { Field } from './model.ts';
import { key, lowerFirst, type Names } from './names.ts';
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
    this.#isRoot = object.reference === undefined && object.nameField === undefined;
  }

  emit(): void {
    const { name, rows, reference, nameField } = this.#object;
    for (const row of rows) this.#resultInterface(row);
    this.#printer.print('');
    this.#printer.doc(`The regular methods of {@link ${name}}.`);
    this.#printer.print(`export abstract class ${name}Methods {`);
    const root = this.#isRoot ? name : (this.#object.connection ?? 'Connection');
    const connection = this.#printer.importType(`../${fileNameOf(root)}.ts`, root);
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

  #resultInterface({ result, procedure }: Row): void {
    if (result === undefined || !('fields' in result)) return;
    const name = 'list' in result ? result.list : result.object;
    this.#printer.print('');
    this.#printer.doc(result.doc);
    this.#printer.print(`export interface ${name} {`);
    for (const field of this.#objectFields(this.#facts.get(procedure), result)) {
      const described = result.fields[field.name];
      if (described === undefined) throw new Error(`${name} says nothing of the field ${field.name}`);
      this.#printer.doc(described.doc);
      this.#printer.print(`readonly ${key(described.name ?? field.name)}: ${this.#resultType(field, described.as)};`);
    }
    this.#printer.print('}');
  }

  /** The fields of the protocol that become the properties of the result's type. */
  #objectFields({ procedure, constant }: MethodProcedure, result: ObjectResult): readonly Field[] {
    const all = procedure.result?.fields ?? [];
    const item = 'list' in result ? structOf(fieldNamed(all, result.field)) : undefined;
    const fields = item?.kind === 'struct' ? item.fields : all;
    const stray = Object.keys(result.fields).find((name) => !fields.some((field) => field.name === name));
    if (stray !== undefined) throw new Error(`${constant} has no result field ${stray}`);
    return fields;
  }

  #method(row: Row): void {
    const plain = this.#facts.get(row.procedure);
    const flagged = row.flagged === undefined ? undefined : this.#facts.get(row.flagged);
    const flagTypes = this.#flagTypes(flagged ?? plain);
    const fields = fieldsOf(plain, flagged);
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
    // What checks its arguments is async, so that it rejects instead of throwing.
    const checks = flagTypes.length > 0 || given.some(([name, arg]) => isChecked(fieldNamed(fields, name), arg));
    const converts = result.wrap !== undefined || result.properties !== undefined || isParameters(row.result);
    const async = checks || converts || row.counted !== undefined ? 'async ' : '';
    const head = `${async}${row.method}(${parameters.join(', ')}): Promise<${result.type}> {`;
    if (head.length <= 116) this.#printer.print(head);
    else {
      this.#printer.print(`${async}${row.method}(`);
      for (const parameter of parameters) this.#printer.print(...`${parameter},`.split('\n'));
      this.#printer.print(`): Promise<${result.type}> {`);
    }
    const giveBack = (target: MethodProcedure, flags: string | undefined): void => {
      if (isParameters(row.result)) return this.#giveParameters(target, row, row.result, flags ?? '0');
      const args = this.#argsOf(target, row, flags);
      const line = (argument: string): string => {
        const callOptions = row.counted === undefined ? 'options' : 'next()';
        const call = `${this.#session()}.call(${this.#import(target)}, ${argument}, ${callOptions})`;
        if (result.properties !== undefined) return `const result = await ${call};`;
        if (result.wrap !== undefined) return `return ${result.wrap(`(await ${call})`)};`;
        return async === '' ? `return ${call};` : `return await ${call};`;
      };
      const whole = line(args.length === 0 ? 'undefined' : `{ ${args.join(', ')} }`);
      if (whole.length <= 114) this.#printer.print(whole);
      else this.#printer.print('const args = {', ...args.map((each) => `${each},`), '};', line('args'));
      if (result.properties !== undefined) this.#printer.print('return {', ...result.properties, '};');
    };
    if (row.counted !== undefined) this.#count(row, row.counted);
    if (flagged === undefined) {
      giveBack(plain, this.#flagsOf(plain));
    } else {
      this.#printer.print(`const flags = ${this.#printer.import('../flag-options.ts', 'givenFlags')}(options);`);
      // What only the flagged procedure takes asks for it as well.
      const more = named.filter(([name]) => !plain.procedure.args?.fields.some((field) => field.name === name));
      const none = more.map(([name, arg]) => ` && options.${arg.name ?? name} === undefined`);
      this.#printer.print(`if (flags === undefined${none.join('')}) {`);
      giveBack(plain, undefined);
      this.#printer.print('}');
      giveBack(flagged, more.length === 0 ? 'flags' : 'flags ?? 0');
    }
    this.#printer.print('}');
  }

  /** Asks for typed parameters: in two phases where the procedure wants to know how many, and with strings if it can. */
  #giveParameters(target: MethodProcedure, row: Row, { params, strings }: ParametersResult, given: string): void {
    const runtime = (name: string): string => this.#printer.import('../typed-parameters.ts', name);
    const read = `${runtime('parametersOf')}<${this.#printer.importType('./typed-parameter-names.ts', params)}>`;
    const inPhases = target.procedure.args?.fields.some(({ name }) => name === 'nparams');
    if (inPhases || strings) {
      const next = this.#printer.import('../shared-deadline.ts', 'sharedDeadline');
      this.#printer.print(`const next = ${next}(options);`);
    }
    if (strings) {
      this.#printer.print(`const flags = await ${runtime('withStrings')}(${this.#session()}, ${given}, next());`);
    }
    const args = this.#argsOf(target, row, strings ? 'flags' : given);
    const options = inPhases || strings ? 'next()' : 'options';
    const call = `${this.#session()}.call(${this.#import(target)}, { ${args.join(', ')} }, ${options})`;
    if (!inPhases) return this.#printer.print(`return ${read}((await ${call}).params);`);
    this.#printer.print('const ask = (nparams: number) =>', `  ${call};`);
    this.#printer.print(`return ${read}(await ${runtime('inTwoPhases')}(ask));`);
  }

  /** Asks how many names there are, and is done when there are none. */
  #count(row: Row, counting: string): void {
    const target = this.#facts.get(counting);
    const args = this.#argsOf(target, row, this.#flagsOf(target));
    const next = this.#printer.import('../shared-deadline.ts', 'sharedDeadline');
    this.#printer.print(`const next = ${next}(options);`);
    const given = args.length === 0 ? 'undefined' : `{ ${args.join(', ')} }`;
    this.#printer.print(`const { num } = await ${this.#session()}.call(${this.#import(target)}, ${given}, next());`);
    this.#printer.print('if (num === 0) return [];');
  }

  #flagTypes(target: MethodProcedure): string[] {
    if (!target.procedure.args?.fields.some(({ name }) => name === 'flags')) return [];
    return (
      this.#facts
        .flagTypes(target)
        // Whether results may hold strings is not for callers to say.
        .filter((type) => type !== 'TypedParameterFlags')
        .map((type) => this.#printer.importType('../../generated/api-enums.ts', type))
    );
  }

  /** The flags for a procedure that is called whether or not there are any. */
  #flagsOf(target: MethodProcedure): string {
    return this.#flagTypes(target).length > 0
      ? `${this.#printer.import('../flag-options.ts', 'flagBits')}(options)`
      : '0';
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
    if (field.name === 'nparams' && isParameters(row.result)) return 'nparams';
    if (row.counted !== undefined && /^max(names|ids|uuids)$/.test(field.name)) return 'num';
    throw new Error(`nothing fills the argument ${field.name} of ${row.procedure}`);
  }

  #convert(field: Field, arg: Arg): string {
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

  #argType(field: Field, { as }: Arg): string {
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
    if (as === 'text') return 'string';
    if (as === 'cpuMap') return 'number[]';
    if (typeof as === 'object' && 'enum' in as)
      return this.#printer.importType('../../generated/api-enums.ts', as.enum);
    if (typeof as === 'object') return `${this.#handleType(as.handle)}${field.shape === 'variable' ? '[]' : ''}`;
    return this.#plainType(field, false);
  }

  #resultValue(field: Field, as: FieldAs | undefined, source: string): string {
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

  #result(target: MethodProcedure, result: Result | undefined): MethodResult {
    const fields = target.procedure.result?.fields ?? [];
    if (result === undefined) {
      if (fields.length > 0) throw new Error(`${target.constant} has a result, and the row names none`);
      return { type: 'void' };
    }
    if ('params' in result) {
      return { type: this.#printer.importType('./typed-parameter-names.ts', result.params) };
    }
    if (!('fields' in result)) {
      const field = fieldNamed(fields, result.field);
      const type = this.#resultType(field, result.as);
      return { type, wrap: (call) => this.#resultValue(field, result.as, `${call}.${field.name}`) };
    }
    const properties = this.#conversion(
      this.#objectFields(target, result),
      result,
      'list' in result ? 'each' : 'result',
    );
    if (!('list' in result)) return { type: result.object, ...(properties === undefined ? {} : { properties }) };
    const { list, field } = result;
    if (properties === undefined) return { type: `readonly ${list}[]`, wrap: (call) => `${call}.${field}` };
    const convert = `(each) => ({ ${properties.join(' ')} })`;
    return { type: `${list}[]`, wrap: (call) => `${call}.${field}.map(${convert})` };
  }

  /** The properties of the result's type made from the fields of `source`; none where they are the same. */
  #conversion(fields: readonly Field[], result: ObjectResult, source: string): string[] | undefined {
    const same = fields.every(({ name }) => {
      const { name: given, as } = result.fields[name] ?? {};
      return given === undefined && (as === undefined || (typeof as === 'object' && 'enum' in as));
    });
    if (same) return undefined;
    return fields.map((field) => {
      const { name: given, as } = result.fields[field.name] ?? {};
      return `${key(given ?? field.name)}: ${this.#resultValue(field, as, `${source}.${field.name}`)},`;
    });
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
    if (row.result !== undefined && 'field' in row.result && !('fields' in row.result) && row.result.doc !== undefined)
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

type ObjectResult = Extract<Result, { readonly fields: unknown }>;
type ParametersResult = Extract<Result, { readonly params: unknown }>;

function isParameters(result: Result | undefined): result is ParametersResult {
  return result !== undefined && 'params' in result;
}

/** The arguments of the procedure, and those that only its flagged variant has. */
function fieldsOf(plain: MethodProcedure, flagged: MethodProcedure | undefined): readonly Field[] {
  const fields = plain.procedure.args?.fields ?? [];
  const more = flagged?.procedure.args?.fields.filter(({ name }) => !fields.some((field) => field.name === name));
  return [...fields, ...(more ?? [])];
}

/** What a method gives back: what the call does, unless it is wrapped, or taken apart into properties. */
interface MethodResult {
  readonly type: string;
  readonly wrap?: (call: string) => string;
  readonly properties?: readonly string[];
}

/** Whether {@link MethodEmitter} makes code for the argument that may throw a UsageError. */
function isChecked(field: Field, { as }: Arg): boolean {
  const { shape, type } = plainField(field);
  const converted = as === 'uuid' || as === 'cpuMap' || as === 'cpuList';
  const checked = typeof as === 'object' && ('params' in as || 'flags' in as);
  return converted || checked || (shape === 'plain' && type.kind === 'primitive' && /^u?hyper$/.test(type.name));
}
