import { memberName } from './import/api-enum-names.ts';
import type { ApiEnum } from './import/api-facts.ts';
import { key } from './names.ts';
import { Printer } from './printer.ts';

/** The module of the public API's enums: constant objects, and types that let a newer daemon's numbers through. */
export function emitApiEnums(enums: readonly ApiEnum[], header: readonly string[]): string {
  const printer = new Printer(header);
  for (const { name, js, strip, flags, since, members } of enums) {
    printer.print('');
    printer.doc(`\`${name}\`, since libvirt ${since}`);
    if (flags) printer.print(`export type ${js} = ${printer.importType('../protocol/flag.ts', 'Flag')}<'${js}'>;`);
    printer.print(`export const ${js} = {`);
    for (const member of members) {
      if (member.sentinel) continue;
      printer.print(`${key(memberName(strip, member.name))}: ${member.value}${flags ? ` as ${js}` : ''},`);
    }
    printer.print(flags ? '};' : '} as const;');
    if (!flags) printer.print(`export type ${js} = (typeof ${js})[keyof typeof ${js}] | (number & {});`);
  }
  return printer.toString();
}
