import { ErrorDomain } from '../../generated/api-enums.ts';
import { type Fault, internalFault, xmlFault } from '../fault.ts';
import type { Host } from '../host.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  childText,
  element,
  withChild,
  withChildren,
  type XmlElement,
} from '../xml/element.ts';
import { expectRoot, parseDocument } from '../xml/parse-document.ts';
import { can, deviceNamed } from './find-node-device.ts';
import { type NodeDevice, parseNodeDeviceElement } from './node-device.ts';

/** The test driver makes every virtual adapter in the likeness of one that it has, under one name. */
const model = 'scsi_host11';
const name = 'scsi_host12';

function refused(detail: string): Fault {
  return internalFault(ErrorDomain.NODEDEV, detail);
}

/** A virtual Fibre Channel adapter as a document describes it, on the adapter that it names. */
export function createAdapter(host: Host, xml: string): NodeDevice {
  const root = parseDocument(xml, '(node_device_definition)', ErrorDomain.NODEDEV);
  expectRoot(root, 'device');
  const parent = childNamed(root, 'parent') ?? element('parent');
  const names = readWorldWideNames(root);
  checkPair(parent);
  checkParent(parentOf(host, parent));
  const { definition } = deviceNamed(host, model);
  const made = withChildren(
    definition,
    childElements(definition).map((part) => (part.name === 'capability' ? renamed(part, names) : part)),
  );
  return parseNodeDeviceElement(withChild(made, 'name', element('name', {}, [name])));
}

interface WorldWideNames {
  readonly wwnn: string;
  readonly wwpn: string;
}

function readWorldWideNames(root: XmlElement): WorldWideNames {
  const capability = childNamed(root, 'capability');
  if (capability === undefined) throw refused("no device capabilities for 'new device'");
  if (capability.attributes.get('type') === 'system') throw refused("no system UUID supplied for 'new device'");
  const fibreChannel = childrenNamed(capability, 'capability').find(
    ({ attributes }) => attributes.get('type') === 'fc_host',
  );
  if (fibreChannel === undefined) throw refused('Device is not a fibre channel HBA');
  const read = (key: 'wwnn' | 'wwpn'): string => {
    const text = childText(fibreChannel, key);
    if (text !== undefined) return text;
    throw refused(`no ${key.toUpperCase()} supplied for 'new device', and auto-generation failed`);
  };
  return { wwnn: read('wwnn'), wwpn: read('wwpn') };
}

function checkPair({ attributes }: XmlElement): void {
  const wwnn = attributes.get('wwnn');
  if (wwnn === undefined || attributes.has('wwpn')) return;
  throw xmlFault(ErrorDomain.NODEDEV, `when providing parent wwnn='${wwnn}', the wwpn must also be provided`);
}

/** The device on which the adapter is to be: by its name, by its numbers, or any that can carry one. */
function parentOf({ nodeDevices }: Host, parent: XmlElement): NodeDevice | undefined {
  const named = parent.children.join('');
  if (named !== '') return nodeDevices.byName(named);
  const wanted = [...parent.attributes];
  if (wanted.length === 0) return nodeDevices.all().find((device) => can(device, 'vports'));
  return nodeDevices
    .all()
    .find(({ definition }) => wanted.every(([key, value]) => fibreChannelText(definition, key) === value));
}

function fibreChannelText(definition: XmlElement, key: string): string | undefined {
  const nested = childrenNamed(definition, 'capability').flatMap((part) => childrenNamed(part, 'capability'));
  const fibreChannel = nested.find(({ attributes }) => attributes.get('type') === 'fc_host');
  return fibreChannel === undefined ? undefined : childText(fibreChannel, key);
}

function checkParent(parent: NodeDevice | undefined): void {
  if (parent === undefined) throw refused("Could not find parent device for 'new device'");
  if (!can(parent, 'vports')) throw refused(`Parent device ${parent.name} is not capable of vport operations`);
}

function renamed(capability: XmlElement, { wwnn, wwpn }: WorldWideNames): XmlElement {
  const parts = childElements(capability).map((part) => {
    if (part.attributes.get('type') !== 'fc_host') return part;
    const first = withChild(part, 'wwnn', element('wwnn', {}, [wwnn]));
    return withChild(first, 'wwpn', element('wwpn', {}, [wwpn]));
  });
  return withChildren(capability, parts);
}
