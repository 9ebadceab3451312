import { ErrorDomain } from '../../generated/api-enums.ts';
import { invalidArgument } from '../fault.ts';
import type { DomainDefinition } from './definition/domain-definition.ts';
import type { DomainDisk } from './definition/domain-disk.ts';
import type { DomainInterface } from './definition/domain-interface.ts';

/** The disk that a client means: by what it holds if that is a path, and by what the guest knows it as otherwise. */
export function diskNamed({ disks }: DomainDefinition, name: string): DomainDisk | undefined {
  return disks.find(({ target, source }) => (name.startsWith('/') ? source : target) === name);
}

/** The octets of a hardware address, as a number for each; `undefined` for other text. */
function octets(text: string): string | undefined {
  if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text)) return undefined;
  return text
    .split(':')
    .map((octet) => Number.parseInt(octet, 16))
    .join();
}

/** The network interface that a client means, by its hardware address or by the host's name. Throws a Fault. */
export function domainInterfaceNamed({ interfaces }: DomainDefinition, device: string): DomainInterface {
  const wanted = octets(device);
  const found = interfaces.find(({ mac, target }) =>
    wanted === undefined ? target === device : octets(mac) === wanted,
  );
  if (found !== undefined) return found;
  throw invalidArgument(ErrorDomain.DOMAIN, `'${device}' is not a known interface`);
}
