import type { Annotation, ConstDefinition, Definition, EnumDefinition, TypeReference, Value } from '../ast.ts';
import { SourceError } from '../source.ts';

export interface ProcedureCorrection {
  readonly procedures: readonly string[];
  /** Annotations that upstream lacks. */
  readonly add?: Readonly<Record<string, string>>;
  /** The release that brought the procedures, where their C functions tell another. */
  readonly since?: string;
  readonly reason: string;
}

/**
 * Makes the definitions of a file of `protocol/` from those of libvirt's file: adds the overlay and the corrections,
 * states the constants that upstream takes from C headers, and puts constants first, then types, then procedures.
 * `used` collects the corrections that found their procedure.
 */
export function importProtocol(
  upstream: readonly Definition[],
  overlay: readonly Definition[],
  corrections: readonly ProcedureCorrection[],
  headerConstants: ReadonlyMap<string, number>,
  known: ReadonlySet<string>,
  used: Set<string>,
): Definition[] {
  const definitions = correct(merge(upstream, overlay), corrections, used);
  // The language itself knows the values of a bool.
  const defined = new Set(['TRUE', 'FALSE', ...known, ...definitions.flatMap(definedConstants)]);
  const missing: ConstDefinition[] = [];
  for (const name of definitions.flatMap(usedConstants)) {
    if (defined.has(name)) continue;
    defined.add(name);
    const value = headerConstants.get(name);
    const position = { file: 'C headers', line: 1, column: 1 };
    if (value === undefined) throw new SourceError(`constant ${name} is nowhere defined`, position);
    const text = String(value);
    missing.push({ kind: 'const', name, position, value: { kind: 'number', value, position }, text });
  }
  const isConst = (definition: Definition): boolean => definition.kind === 'const';
  const isProcedures = (definition: Definition): boolean =>
    definition.kind === 'enum' && definition.name.endsWith('_procedure');
  return [
    ...missing,
    ...definitions.filter(isConst),
    ...definitions.filter((definition) => !isConst(definition) && !isProcedures(definition)),
    ...definitions.filter(isProcedures),
  ];
}

function merge(upstream: readonly Definition[], overlay: readonly Definition[]): Definition[] {
  const merged = [...upstream];
  for (const addition of overlay) {
    const at = merged.findIndex(({ kind, name }) => kind === addition.kind && name === addition.name);
    const present = merged[at];
    if (present === undefined) merged.push(addition);
    else if (present.kind === 'enum' && addition.kind === 'enum') {
      const members = [...present.body.members];
      for (const member of addition.body.members) {
        if (members.some(({ name }) => name === member.name)) throw superfluous(member.name, member.position);
        members.push(member);
      }
      merged[at] = { ...present, body: { kind: 'enum', members } };
    } else throw superfluous(addition.name, addition.position);
  }
  return merged;
}

function superfluous(name: string, position: Definition['position']): SourceError {
  return new SourceError(`the overlay adds ${name}, which upstream has by now`, position);
}

function correct(
  definitions: readonly Definition[],
  corrections: readonly ProcedureCorrection[],
  used: Set<string>,
): Definition[] {
  const added = (name: string): Annotation[] =>
    corrections
      .filter(({ procedures }) => procedures.includes(name))
      .flatMap(({ add = {} }) => Object.entries(add).map(([key, value]) => ({ key, value })));
  return definitions.map((definition) => {
    if (definition.kind !== 'enum') return definition;
    const members = definition.body.members.map((member) => {
      const more = added(member.name);
      if (corrections.some(({ procedures }) => procedures.includes(member.name))) used.add(member.name);
      for (const { key } of more) {
        if (member.annotations.some((annotation) => annotation.key === key)) {
          throw new SourceError(`the correction of @${key} is superfluous: upstream states it`, member.position);
        }
      }
      return { ...member, annotations: [...member.annotations, ...more] };
    });
    return { ...definition, body: { kind: 'enum', members } } satisfies EnumDefinition;
  });
}

function definedConstants(definition: Definition): string[] {
  if (definition.kind === 'const') return [definition.name];
  return definition.kind === 'enum' ? definition.body.members.map(({ name }) => name) : [];
}

function usedConstants(definition: Definition): string[] {
  switch (definition.kind) {
    case 'const':
      return names([definition.value]);
    case 'typedef':
      return [...names([definition.declaration.length]), ...usedInType(definition.declaration.type)];
    default:
      return usedInType(definition.body);
  }
}

function usedInType(type: TypeReference): string[] {
  switch (type.kind) {
    case 'primitive':
    case 'named':
      return [];
    case 'enum':
      return names(type.members.map(({ value }) => value));
    case 'struct':
      return type.fields.flatMap((field) => [...names([field.length]), ...usedInType(field.type)]);
    case 'union':
      return type.arms.flatMap(({ labels, declaration }) => [
        ...names(labels),
        ...(declaration === undefined ? [] : [...names([declaration.length]), ...usedInType(declaration.type)]),
      ]);
  }
}

function names(values: readonly (Value | undefined)[]): string[] {
  return values.flatMap((value) => (value?.kind === 'name' ? [value.name] : []));
}
