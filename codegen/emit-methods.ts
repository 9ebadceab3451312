import { methodDocs } from './method-docs.ts';
import { type MethodFacts, type MethodProcedure, plainField, structOf } from './method-facts.ts';
import { fieldNamed, fileNameOf, isChecked, MethodValues, type ObjectResult } from './method-values.ts';
import type { Arg, ObjectClass, Result, Row } from './methods/row.ts';
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

class MethodEmitter {
  readonly #object: ObjectClass;
  readonly #facts: MethodFacts;
  readonly #values: MethodValues;
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
    this.#facts = facts;
    this.#values = new MethodValues(classes, names, printer);
    this.#printer = printer;
    this.#isRoot = object.reference === undefined && object.nameField === undefined;
  }

  emit(): void {
    const { name, rows, reference, nameField } = this.#object;
    for (const row of rows) this.#resultInterface(row);
    this.#printer.print('');
    this.#printer.doc(`The regular methods of {@link ${name}}.`);
    const base = this.#isRoot ? ` extends ${this.#printer.import('../open-connection.ts', 'OpenConnection')}` : '';
    this.#printer.print(`export abstract class ${name}Methods${base} {`);
    const root = this.#isRoot ? name : (this.#object.connection ?? 'Connection');
    const connection = this.#printer.importType(`../${fileNameOf(root)}.ts`, root);
    if (this.#isRoot) {
      this.#printer.print(`protected abstract readonly connection: ${connection};`);
    } else {
      this.#printer.print(`abstract readonly connection: ${connection};`);
      if (nameField === undefined && reference !== undefined) {
        this.#printer.print(`abstract get reference(): ${this.#values.referenceType(reference)};`);
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
      this.#printer.print(
        `readonly ${key(described.name ?? field.name)}: ${this.#values.resultType(field, described.as)};`,
      );
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
    this.#printer.print('/**');
    for (const line of methodDocs(row, plain, flagged, positional)) this.#printer.print(` * ${line}`.trimEnd());
    this.#printer.print(' */');
    const parameters = positional.map(
      ([name, arg]) => `${arg.name ?? name}: ${this.#values.argType(fieldNamed(fields, name), arg)}`,
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
    const parts = [this.#printer.importType('../../rpc/call-options.ts', 'CallOptions')];
    if (flagTypes.length > 0)
      parts.push(`${this.#printer.importType('../flag-options.ts', 'FlagOptions')}<${flagTypes.join(' | ')}>`);
    if (named.length > 0) {
      const properties = named.flatMap(([name, arg]) => {
        const type = this.#values.argType(fieldNamed(fields, name), arg).replace(/ \| null$/, '');
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
    if (arg !== undefined) return this.#values.convert(field, arg);
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
      const type = this.#values.resultType(field, result.as);
      return { type, wrap: (call) => this.#values.resultValue(field, result.as, `${call}.${field.name}`) };
    }
    const properties = this.#values.conversion(
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
}

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
