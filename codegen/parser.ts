import { readAnnotations, readNote } from './annotations.ts';
import type {
  Declaration,
  Definition,
  EnumBody,
  EnumMember,
  Primitive,
  StructBody,
  TypeReference,
  UnionArm,
  UnionBody,
  Value,
} from './ast.ts';
import { type Token, tokenize } from './lexer.ts';
import { type Position, SourceError } from './source.ts';

const primitives: ReadonlyMap<string, Primitive> = new Map([
  ['int', 'int'],
  ['hyper', 'hyper'],
  ['float', 'float'],
  ['double', 'double'],
  ['bool', 'bool'],
  ['char', 'char'],
  ['short', 'short'],
  ['string', 'string'],
  ['opaque', 'opaque'],
]);
const unsignedPrimitives: ReadonlyMap<string, Primitive> = new Map([
  ['int', 'uint'],
  ['hyper', 'uhyper'],
  ['char', 'uchar'],
  ['short', 'ushort'],
]);
const reserved = new Set([
  ...primitives.keys(),
  ...['case', 'const', 'default', 'enum', 'quadruple', 'struct', 'switch', 'typedef', 'union', 'unsigned', 'void'],
]);

/** Parses a file in XDR language (RFC 4506 with libvirt's char and short types and its annotations). */
export function parse(file: string, text: string): Definition[] {
  return new Parser(tokenize(file, text)).specification();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  specification(): Definition[] {
    const definitions: Definition[] = [];
    while (this.#peek().kind !== 'end') definitions.push(this.#definition());
    return definitions;
  }

  #definition(): Definition {
    const keyword = this.#take();
    switch (keyword.text) {
      case 'const': {
        const { name, position } = this.#name();
        this.#expect('=');
        const text = this.#peek().text;
        const value = this.#value();
        this.#expect(';');
        return { kind: 'const', name, position, value, text };
      }
      case 'typedef': {
        const declaration = this.#declaration();
        if (declaration === undefined) throw this.#error('a typedef needs a type', keyword.position);
        return { kind: 'typedef', name: declaration.name, position: declaration.position, declaration };
      }
      case 'enum': {
        const { name, position } = this.#name();
        const body = this.#enumBody();
        this.#expect(';');
        return { kind: 'enum', name, position, body };
      }
      case 'struct': {
        const { name, position } = this.#name();
        const note = readNote(this.#peek(1).comments, this.#peek().position.line);
        const body = this.#structBody();
        this.#expect(';');
        return { kind: 'struct', name, position, body, note };
      }
      case 'union': {
        const { name, position } = this.#name();
        const body = this.#unionBody(position);
        this.#expect(';');
        return { kind: 'union', name, position, body };
      }
      default:
        throw this.#error(
          `expected const, typedef, enum, struct or union, found ${describe(keyword)}`,
          keyword.position,
        );
    }
  }

  /** A declaration with its semicolon; `undefined` for `void`. */
  #declaration(): Declaration | undefined {
    if (this.#accept('void')) {
      this.#expect(';');
      return undefined;
    }
    const type = this.#type();
    const pointer = this.#accept('*');
    const { name, position } = this.#name();
    let shape: Declaration['shape'] = pointer ? 'pointer' : 'plain';
    let length: Value | undefined;
    if (!pointer && this.#accept('[')) {
      shape = 'fixed';
      length = this.#value();
      this.#expect(']');
    } else if (!pointer && this.#accept('<')) {
      shape = 'variable';
      length = this.#peek().text === '>' ? undefined : this.#value();
      this.#expect('>');
    }
    if (type.kind === 'primitive') this.#checkShape(type.name, shape, position);
    const end = this.#expect(';');
    return { shape, type, name, length, position, note: readNote(this.#peek().comments, end.position.line) };
  }

  #checkShape(type: Primitive, shape: Declaration['shape'], position: Position): void {
    if (type === 'string' && shape !== 'variable')
      throw this.#error('a string is written string name<limit>', position);
    if (type === 'opaque' && shape !== 'variable' && shape !== 'fixed') {
      throw this.#error('opaque is written opaque name[length] or opaque name<limit>', position);
    }
  }

  #type(): TypeReference {
    const token = this.#take();
    if (token.kind !== 'identifier') throw this.#error(`expected a type, found ${describe(token)}`, token.position);
    switch (token.text) {
      case 'unsigned': {
        const primitive = unsignedPrimitives.get(this.#peek().text);
        if (primitive !== undefined) this.#take();
        return { kind: 'primitive', name: primitive ?? 'uint' };
      }
      case 'quadruple':
        throw this.#error('quadruple is not supported: JavaScript has no 128-bit floating point', token.position);
      case 'struct':
        return this.#peek().text === '{' ? this.#structBody() : this.#named();
      case 'union':
        return this.#peek().text === 'switch' ? this.#unionBody(token.position) : this.#named();
      case 'enum':
        return this.#peek().text === '{' ? this.#enumBody() : this.#named();
      default: {
        const primitive = primitives.get(token.text);
        if (primitive !== undefined) return { kind: 'primitive', name: primitive };
        if (reserved.has(token.text)) throw this.#error(`expected a type, found ${describe(token)}`, token.position);
        return { kind: 'named', name: token.text, position: token.position };
      }
    }
  }

  #named(): TypeReference {
    const { name, position } = this.#name();
    return { kind: 'named', name, position };
  }

  #structBody(): StructBody {
    const open = this.#expect('{');
    const fields: Declaration[] = [];
    while (!this.#accept('}')) {
      const { position } = this.#peek();
      const field = this.#declaration();
      if (field === undefined) throw this.#error('void is no field', position);
      this.#checkNew(field, fields);
      fields.push(field);
    }
    if (fields.length === 0) throw this.#error('a struct needs a field', open.position);
    return { kind: 'struct', fields };
  }

  #unionBody(position: Position): UnionBody {
    this.#expect('switch');
    this.#expect('(');
    const type = this.#type();
    const discriminantName = this.#name();
    this.#expect(')');
    this.#expect('{');
    const arms: UnionArm[] = [];
    while (!this.#accept('}')) {
      const arm = this.#unionArm(arms);
      if (arm.declaration !== undefined)
        this.#checkNew(
          arm.declaration,
          arms.map(({ declaration }) => declaration),
        );
      arms.push(arm);
    }
    if (arms.length === 0) throw this.#error('a union needs an arm', position);
    const discriminant: Declaration = { shape: 'plain', type, ...discriminantName, length: undefined, note: undefined };
    return { kind: 'union', discriminant, arms, position };
  }

  #checkNew({ name, position }: Declaration, earlier: readonly (Declaration | undefined)[]): void {
    if (earlier.some((other) => other?.name === name)) throw this.#error(`field ${name} stands twice`, position);
  }

  #unionArm(earlier: readonly UnionArm[]): UnionArm {
    const start = this.#peek();
    if (earlier.some(({ labels }) => labels.length === 0)) {
      throw this.#error('the default arm comes last', start.position);
    }
    const labels: Value[] = [];
    while (this.#accept('case')) {
      labels.push(this.#value());
      this.#expect(':');
    }
    if (labels.length === 0) {
      this.#expect('default');
      this.#expect(':');
    }
    return { labels, declaration: this.#declaration() };
  }

  #enumBody(): EnumBody {
    this.#expect('{');
    const members: EnumMember[] = [];
    do {
      const annotations = readAnnotations(this.#peek().comments);
      const { name, position } = this.#name();
      const value = this.#accept('=') ? this.#value() : undefined;
      members.push({ name, value, position, annotations });
    } while (this.#accept(','));
    this.#expect('}');
    return { kind: 'enum', members };
  }

  #value(): Value {
    const token = this.#take();
    if (token.kind === 'number') {
      const [, sign = '', prefix = '', digits = ''] = /^(-?)(0[xX]|0(?=.))?(.+)$/.exec(token.text) ?? [];
      const radix = prefix === '' ? 10 : prefix === '0' ? 8 : 16;
      const magnitude = radix === 8 && /[89]/.test(digits) ? Number.NaN : Number.parseInt(digits, radix);
      if (!Number.isSafeInteger(magnitude)) throw this.#error(`${token.text} is no usable number`, token.position);
      return { kind: 'number', value: sign === '-' ? -magnitude : magnitude, position: token.position };
    }
    if (token.kind === 'identifier' && !reserved.has(token.text)) {
      return { kind: 'name', name: token.text, position: token.position };
    }
    throw this.#error(`expected a number or a constant, found ${describe(token)}`, token.position);
  }

  #name(): { name: string; position: Position } {
    const token = this.#take();
    if (token.kind !== 'identifier' || reserved.has(token.text)) {
      throw this.#error(`expected a name, found ${describe(token)}`, token.position);
    }
    return { name: token.text, position: token.position };
  }

  #expect(text: string): Token {
    const token = this.#take();
    if (token.text !== text) throw this.#error(`expected '${text}', found ${describe(token)}`, token.position);
    return token;
  }

  #accept(text: string): boolean {
    if (this.#peek().text !== text) return false;
    this.#next++;
    return true;
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('a token list ends with an end token');
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  #error(reason: string, position: Position): SourceError {
    return new SourceError(reason, position);
  }
}

function describe(token: Token): string {
  return token.kind === 'end' ? 'the end of the file' : `'${token.text}'`;
}
