import type { Annotation, Declaration, Definition, EnumMember, TypeReference, Value } from '../ast.ts';

const primitiveTexts: Readonly<Record<string, string>> = {
  uint: 'unsigned int',
  uhyper: 'unsigned hyper',
  uchar: 'unsigned char',
  ushort: 'unsigned short',
};

/** Prints definitions in the one format that `protocol/` has. Parsing the result gives the same definitions. */
export function formatProtocol(header: readonly string[], definitions: readonly Definition[]): string {
  const blocks: string[] = [`/*\n${header.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`];
  let constants: string[] = [];
  const flush = (): void => {
    if (constants.length > 0) blocks.push(constants.join('\n'));
    constants = [];
  };
  for (const definition of definitions) {
    if (definition.kind === 'const') constants.push(`const ${definition.name} = ${definition.text};`);
    else {
      flush();
      blocks.push(formatDefinition(definition));
    }
  }
  flush();
  return `${blocks.join('\n\n')}\n`;
}

function formatDefinition(definition: Exclude<Definition, { kind: 'const' }>): string {
  switch (definition.kind) {
    case 'typedef':
      return `typedef ${formatDeclaration(definition.declaration, '')}`;
    case 'struct': {
      const note = definition.note === undefined ? '' : ` /* ${definition.note} */`;
      return `struct ${definition.name} {${note}\n${formatFields(definition.body.fields, '    ')}};`;
    }
    case 'union':
      return `union ${definition.name} ${formatUnionBody(definition.body, '')};`;
    case 'enum':
      return `enum ${definition.name} {\n${formatMembers(definition.body.members, '    ')}};`;
  }
}

function formatFields(fields: readonly Declaration[], indent: string): string {
  return fields.map((field) => `${indent}${formatDeclaration(field, indent)}\n`).join('');
}

function formatDeclaration({ type, shape, name, length, note }: Declaration, indent: string): string {
  const size = length === undefined ? '' : formatValue(length);
  const suffix = shape === 'fixed' ? `[${size}]` : shape === 'variable' ? `<${size}>` : '';
  const comment = note === undefined ? '' : ` /* ${note} */`;
  return `${formatType(type, indent)} ${shape === 'pointer' ? '*' : ''}${name}${suffix};${comment}`;
}

function formatType(type: TypeReference, indent: string): string {
  switch (type.kind) {
    case 'primitive':
      return primitiveTexts[type.name] ?? type.name;
    case 'named':
      return type.name;
    case 'struct':
      return `struct {\n${formatFields(type.fields, `${indent}    `)}${indent}}`;
    case 'union':
      return `union ${formatUnionBody(type, indent)}`;
    case 'enum':
      return `enum {\n${formatMembers(type.members, `${indent}    `)}${indent}}`;
  }
}

function formatUnionBody(body: Extract<TypeReference, { kind: 'union' }>, indent: string): string {
  const arms = body.arms.map(({ labels, declaration }) => {
    const head = labels.length === 0 ? ['default:'] : labels.map((label) => `case ${formatValue(label)}:`);
    const inner = `${indent}        `;
    const text = declaration === undefined ? 'void;' : formatDeclaration(declaration, inner);
    return `${head.map((line) => `${indent}    ${line}\n`).join('')}${inner}${text}\n`;
  });
  const { type, name } = body.discriminant;
  return `switch (${formatType(type, indent)} ${name}) {\n${arms.join('')}${indent}}`;
}

function formatMembers(members: readonly EnumMember[], indent: string): string {
  const annotated = members.some(({ annotations }) => annotations.length > 0);
  const lines = members.map(({ name, value, annotations }, at) => {
    const comment = annotations.length === 0 ? '' : `${indent}/** ${annotations.map(formatAnnotation).join(' ')} */\n`;
    const text = value === undefined ? name : `${name} = ${formatValue(value)}`;
    return `${comment}${indent}${text}${at + 1 < members.length ? ',' : ''}\n`;
  });
  return lines.join(annotated ? '\n' : '');
}

function formatAnnotation({ key, value }: Annotation): string {
  return `@${key}: ${value}`;
}

function formatValue(value: Value): string {
  return value.kind === 'name' ? value.name : String(value.value);
}
