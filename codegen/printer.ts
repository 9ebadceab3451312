/** Prints one generated module: indents, and keeps track of what it must import. */
export class Printer {
  readonly #header: string;
  readonly #lines: string[] = [];
  readonly #imports = new Map<string, Map<string, boolean>>();
  #indent = '';

  /** `header` opens the file as a comment, one line each. */
  constructor(header: readonly string[]) {
    this.#header = header.map((line) => `// ${line}\n`).join('');
  }

  /** Names something from another module and returns the name. */
  import(module: string, name: string): string {
    return this.#import(module, name, false);
  }

  /** Names a type from another module and returns the name. */
  importType(module: string, name: string): string {
    return this.#import(module, name, true);
  }

  #import(module: string, name: string, typeOnly: boolean): string {
    const names = this.#imports.get(module) ?? new Map<string, boolean>();
    this.#imports.set(module, names);
    names.set(name, typeOnly && (names.get(name) ?? true));
    return name;
  }

  /** Prints lines; one that ends in an opening bracket indents what follows, one that starts with a closing one ends it. */
  print(...lines: string[]): void {
    for (const line of lines) {
      if (/^[}\])]/.test(line)) this.#indent = this.#indent.slice(2);
      this.#lines.push(line === '' ? '' : this.#indent + line);
      if (/[{[(]$/.test(line)) this.#indent += '  ';
    }
  }

  /** Prints a documentation comment. */
  doc(text: string): void {
    this.print(`/** ${text.replaceAll('*/', '*\\/')} */`);
  }

  toString(): string {
    const modules = [...this.#imports]
      .sort(([a], [b]) => order(a, b))
      .map(([module, names]) => {
        const sorted = [...names].sort(([a], [b]) => order(a, b));
        const typeOnly = sorted.every(([, type]) => type);
        const list = sorted.map(([name, type]) => (type && !typeOnly ? `type ${name}` : name));
        const start = `import ${typeOnly ? 'type ' : ''}{`;
        const line = `${start} ${list.join(', ')} } from '${module}';\n`;
        return line.length <= 121
          ? line
          : `${start}\n${list.map((name) => `  ${name},\n`).join('')}} from '${module}';\n`;
      });
    const body = this.#lines.join('\n').replace(/^\n/, '');
    return `${this.#header}\n${modules.length === 0 ? '' : `${modules.join('')}\n`}${body}\n`;
  }
}

/** Packages before files, as `@` sorts before `.` in no alphabet. */
function order(a: string, b: string): number {
  const key = (text: string): string => (text.startsWith('.') ? `~${text}` : text);
  return key(a) < key(b) ? -1 : 1;
}
