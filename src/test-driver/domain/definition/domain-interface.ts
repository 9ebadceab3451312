import { childNamed, type XmlElement } from '../../xml/element.ts';

/** A network interface of a domain. */
export interface DomainInterface {
  /** The device of the definition. */
  readonly device: XmlElement;
  readonly mac: string;
  /** What the host knows it as, if it says so. */
  readonly target: string | undefined;
}

export function readInterface(device: XmlElement): DomainInterface {
  return {
    device,
    mac: childNamed(device, 'mac')?.attributes.get('address') ?? '',
    target: childNamed(device, 'target')?.attributes.get('dev'),
  };
}
