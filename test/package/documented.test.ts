import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Declaration, declarationsOf } from '../../codegen/declarations.ts';

/*
 * What the entry points export is documented: each class, interface, function, type and constant, and each of their
 * methods and accessors, also those that a class inherits. Protocol types go by the names of the protocol's files.
 */
const src = resolve(import.meta.dirname, '../../src');
const entryPoints = [
  'index.ts',
  'session/index.ts',
  'protocol/registry.ts',
  'diagnostics/inspect/index.ts',
  'testing/index.ts',
];
const ownWorkspace = new Map([['@xdr-ts/runtime', join(src, 'xdr/index.ts')]]);

class Module {
  readonly file: string;
  readonly text: string;
  readonly declarations: readonly Declaration[];

  constructor(file: string) {
    this.file = file;
    this.text = readFileSync(file, 'utf8');
    this.declarations = declarationsOf(this.text);
  }

  resolve(specifier: string): string | undefined {
    return specifier.startsWith('.') ? resolve(dirname(this.file), specifier) : ownWorkspace.get(specifier);
  }

  /** The file that a name comes from, by the import or the export that names it. */
  sourceOf(name: string, statement: 'import' | 'export'): string | undefined {
    for (const { names, file } of this.#named(statement)) if (names.includes(name)) return file;
    return undefined;
  }

  exported(): { readonly name: string; readonly module: Module }[] {
    const found = this.declarations
      .filter(({ isExported }) => isExported)
      .map(({ name }) => ({ name, module: moduleOf(this.file) }));
    for (const { names, file } of this.#named('export')) {
      for (const name of names) {
        const inner = moduleOf(file).exported();
        found.push(...inner.filter((each) => each.name === name));
      }
    }
    for (const [, specifier = ''] of this.text.matchAll(/^export (?:type )?\* from '([^']+)'/gm)) {
      const file = this.resolve(specifier);
      if (file !== undefined) found.push(...moduleOf(file).exported());
    }
    return found;
  }

  #named(statement: string): { readonly names: readonly string[]; readonly file: string }[] {
    const pattern = new RegExp(`^${statement} (?:type )?\\{([^}]*)\\} from '([^']+)'`, 'gm');
    return [...this.text.matchAll(pattern)].flatMap(([, list = '', specifier = '']) => {
      const file = this.resolve(specifier);
      if (file === undefined) return [];
      return { file, names: list.split(',').map((each) => each.trim().replace(/^type /, '')) };
    });
  }
}

const modules = new Map<string, Module>();
function moduleOf(file: string): Module {
  const found = modules.get(file) ?? new Module(file);
  modules.set(file, found);
  return found;
}

/** What is said nowhere: of the declaration itself, and of what it has or inherits. */
function undocumented(name: string, module: Module): string[] {
  const where = relative(src, module.file);
  // What is generated from the protocol's files has their names, and no words of its own.
  if (where.startsWith('generated/')) return [];
  const named = module.declarations.filter((each) => each.owner === undefined && each.name === name);
  const faults = named.some(({ doc }) => doc !== undefined) ? [] : [`${name} (${where})`];
  const members = new Map<string, boolean>();
  for (const { owner, name: member, kind, doc } of module.declarations) {
    if (owner !== name || (kind === 'property' && !isAccessor(module, member))) continue;
    // Of overloads and pairs of accessors one tells.
    members.set(member, (members.get(member) ?? false) || doc !== undefined);
  }
  for (const [member, isDocumented] of members) if (!isDocumented) faults.push(`${name}.${member} (${where})`);
  const { base } = named[0] ?? {};
  if (base !== undefined) {
    const file = module.declarations.some((each) => each.name === base) ? module.file : module.sourceOf(base, 'import');
    if (file !== undefined) faults.push(...undocumented(base, moduleOf(file)));
  }
  return faults;
}

function isAccessor({ text }: Module, name: string): boolean {
  return new RegExp(`^ {2}(?:static |override )*[gs]et ${name}\\(`, 'm').test(text);
}

test.each(entryPoints)('everything that %s exports is documented', (entryPoint) => {
  const exported = moduleOf(join(src, entryPoint)).exported();
  expect(exported.length).toBeGreaterThan(4);
  expect([...new Set(exported.flatMap(({ name, module }) => undocumented(name, module)))]).toEqual([]);
});

test('every call of the object classes says which C function it is, and since when', () => {
  const all = moduleOf(join(src, 'index.ts'))
    .exported()
    .flatMap(({ name, module }) => calls(name, module));
  expect(all.length).toBeGreaterThan(300);
  const without = all.filter(({ doc }) => !/@see vir\w+[\s\S]*, since (libvirt )?\d+\.\d+\.\d+/.test(doc));
  expect(without.map(({ name }) => name)).toEqual([]);
});

/** The methods of a class of the client that promise something, as all do that call the daemon; inherited ones too. */
function calls(name: string, module: Module): { readonly name: string; readonly doc: string }[] {
  if (!relative(src, module.file).startsWith('client/')) return [];
  const found = module.declarations
    .filter(({ owner, kind }) => owner === name && kind === 'method')
    .filter(({ line }) => signatureAt(module.text, line).includes('): Promise<'))
    .map((each) => ({ name: `${name}.${each.name}`, doc: each.doc ?? '' }));
  const base = module.declarations.find((each) => each.owner === undefined && each.name === name)?.base;
  const file = base === undefined ? undefined : module.sourceOf(base, 'import');
  return base === undefined || file === undefined ? found : [...found, ...calls(base, moduleOf(file))];
}

/** From the line on, up to the one that opens the body. */
function signatureAt(text: string, line: number): string {
  const rest = text.split('\n').slice(line - 1);
  return rest.slice(0, rest.findIndex((each) => /^ {2}\S.*[{;]$/.test(each)) + 1).join('\n');
}
