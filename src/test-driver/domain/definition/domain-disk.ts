import { childNamed, type XmlElement } from '../../xml/element.ts';

/** A disk of a domain. */
export interface DomainDisk {
  /** The device of the definition. */
  readonly device: XmlElement;
  /** What the guest knows it as, as `vda`. */
  readonly target: string;
  /** The file or the device that holds it, if it is either. */
  readonly source: string | undefined;
  readonly isReadOnly: boolean;
}

export function readDisk(disk: XmlElement): DomainDisk {
  const source = childNamed(disk, 'source')?.attributes;
  return {
    device: disk,
    target: childNamed(disk, 'target')?.attributes.get('dev') ?? '',
    source: source?.get('file') ?? source?.get('dev') ?? source?.get('dir'),
    isReadOnly: childNamed(disk, 'readonly') !== undefined,
  };
}
