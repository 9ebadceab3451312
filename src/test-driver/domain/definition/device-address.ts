import { childrenNamed, isElement, withAttributes, withChildren, type XmlElement } from '../../xml/element.ts';

const pciDigits: Readonly<Record<string, number>> = { domain: 4, bus: 2, slot: 2, function: 1 };

/** With every PCI address written as libvirt writes it, in hexadecimal digits of a fixed number. */
export function withCanonicalAddresses(device: XmlElement): XmlElement {
  const children = device.children.map((child) => {
    if (!isElement(child)) return child;
    return isPciAddress(child) ? canonicalPciAddress(child) : withCanonicalAddresses(child);
  });
  return withChildren(device, children);
}

function isPciAddress({ name, attributes }: XmlElement): boolean {
  return (
    name === 'address' && (attributes.get('type') === 'pci' || attributes.has('slot')) && !attributes.has('controller')
  );
}

function canonicalPciAddress(address: XmlElement): XmlElement {
  const parts = Object.entries(pciDigits).map(([part, digits]) => {
    const value = Number(address.attributes.get(part) ?? 0);
    return [part, `0x${(Number.isInteger(value) ? value : 0).toString(16).padStart(digits, '0')}`];
  });
  return withAttributes(address, Object.fromEntries(parts));
}

/** Where the device is plugged in, as far as its author said. */
export function deviceAddress(device: XmlElement): XmlElement | undefined {
  return childrenNamed(device, 'address')[0];
}
