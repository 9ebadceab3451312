import { ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault } from '../../fault.ts';
import { childNamed } from '../../xml/element.ts';
import type { DomainDefinition } from '../definition/domain-definition.ts';

/** Which kinds of devices clients may talk to, in the order in which they are looked for. */
const kinds = ['console', 'serial', 'parallel'] as const;
const usualKinds: ReadonlySet<string> = new Set(['console', 'serial']);

/** The alias of the device of that alias, or of the first one that a client may mean. Throws a Fault. */
export function findCharacterDevice(definition: DomainDefinition, name: string | null): string {
  const all = kinds.flatMap((kind) =>
    definition.devices(kind).map((device, at) => {
      const alias = childNamed(device, 'alias')?.attributes.get('name') ?? `${kind}${at}`;
      return { kind, alias, type: device.attributes.get('type') };
    }),
  );
  const found = all.find(({ alias, kind }) => (name === null ? usualKinds.has(kind) : alias === name));
  if (found === undefined) {
    throw internalFault(ErrorDomain.TEST, `cannot find character device ${name ?? '<null>'}`);
  }
  if (found.type !== 'pty') {
    throw internalFault(ErrorDomain.TEST, `character device ${found.alias} is not using a PTY`);
  }
  return found.alias;
}
