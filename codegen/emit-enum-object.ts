import { key } from './names.ts';
import type { Printer } from './printer.ts';

/** An enum of a protocol file as a constant object; members lose the words that all of them start with. */
export function emitEnumObject(
  printer: Printer,
  name: string,
  members: readonly { readonly name: string; readonly value: number }[],
): void {
  const prefix = commonPrefix(members.map((member) => member.name));
  printer.print(`export const ${name} = {`);
  for (const member of members) printer.print(`${key(member.name.slice(prefix.length))}: ${member.value},`);
  printer.print('} as const;');
}

function commonPrefix(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = rest.length === 0 ? first.lastIndexOf('_') + 1 : first.length;
  while (length > 0 && !(first[length - 1] === '_' && rest.every((name) => name.startsWith(first.slice(0, length)))))
    length--;
  return first.slice(0, length);
}
