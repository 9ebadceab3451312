import { childNamed, type XmlElement } from '../../xml/element.ts';

/** A network interface of a domain. */
export interface DomainInterface {
  readonly mac: string;
  /** What the host knows it as, if it says so. */
  readonly target: string | undefined;
}

export function readInterface(node: XmlElement): DomainInterface {
  return {
    mac: childNamed(node, 'mac')?.attributes.get('address') ?? '',
    target: childNamed(node, 'target')?.attributes.get('dev'),
  };
}
