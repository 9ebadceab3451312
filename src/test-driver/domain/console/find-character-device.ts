import { ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault } from '../../fault.ts';
import { childNamed, type XmlElement } from '../../xml/element.ts';
import type { DomainDefinition } from '../definition/domain-definition.ts';

interface CharacterDevice {
  readonly kind: string;
  readonly alias: string;
  readonly type: string | undefined;
  readonly target: XmlElement | undefined;
}

/** The devices of a kind; those that nobody gave an alias have the one that libvirt would give them. */
function devicesOf(definition: DomainDefinition, kind: string): CharacterDevice[] {
  return definition.devices(kind).map((device, at) => ({
    kind,
    alias: childNamed(device, 'alias')?.attributes.get('name') ?? `${kind}${at}`,
    type: device.attributes.get('type'),
    target: childNamed(device, 'target'),
  }));
}

/** In the order in which they are looked for. */
const consoleKinds = ['console', 'serial', 'parallel'] as const;

/** The alias of the console of that alias, or of the first one that a client may mean. Throws a Fault. */
export function findCharacterDevice(definition: DomainDefinition, name: string | null): string {
  const all = consoleKinds.flatMap((kind) => devicesOf(definition, kind));
  const found = all.find(({ alias, kind }) => (name === null ? kind !== 'parallel' : alias === name));
  if (found === undefined) {
    throw internalFault(ErrorDomain.TEST, `cannot find character device ${name ?? '<null>'}`);
  }
  if (found.type !== 'pty') {
    throw internalFault(ErrorDomain.TEST, `character device ${found.alias} is not using a PTY`);
  }
  return found.alias;
}

/** The alias of the channel that the guest knows by that name, or of the first one. Throws a Fault. */
export function findChannel(definition: DomainDefinition, name: string | null): string {
  const found = devicesOf(definition, 'channel').find(
    ({ alias, target }) => name === null || alias === name || target?.attributes.get('name') === name,
  );
  if (found === undefined) throw internalFault(ErrorDomain.TEST, `cannot find channel ${name ?? '<null>'}`);
  if (found.type !== 'unix') {
    throw internalFault(ErrorDomain.TEST, `channel ${found.alias} is not using a UNIX socket`);
  }
  return found.alias;
}
