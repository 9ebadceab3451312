import { ConnectListAllNodeDeviceFlags } from '../../generated/api-enums.ts';
import {
  connectListAllNodeDevices,
  nodeDeviceGetParent,
  nodeDeviceGetXMLDesc,
  nodeDeviceListCaps,
  nodeDeviceLookupByName,
  nodeDeviceNumOfCaps,
  nodeListDevices,
  nodeNumOfDevices,
} from '../../generated/remote-procedures.ts';
import { type NonnullNodeDevice, REMOTE_NODE_DEVICE_LIST_MAX } from '../../generated/remote-types.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { checkFlags } from '../fault.ts';
import { type FlagTest, passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { can, deviceNamed } from './find-node-device.ts';
import { formatNodeDevice, type NodeDevice } from './node-device.ts';

const Flags = ConnectListAllNodeDeviceFlags;

/** The flags that ask for devices that can do something, with libvirt's words for it. */
const capabilityFlags: readonly (readonly [flag: number, capability: string])[] = [
  [Flags.CAP_SYSTEM, 'system'],
  [Flags.CAP_PCI_DEV, 'pci'],
  [Flags.CAP_USB_DEV, 'usb_device'],
  [Flags.CAP_USB_INTERFACE, 'usb'],
  [Flags.CAP_NET, 'net'],
  [Flags.CAP_SCSI_HOST, 'scsi_host'],
  [Flags.CAP_SCSI_TARGET, 'scsi_target'],
  [Flags.CAP_SCSI, 'scsi'],
  [Flags.CAP_STORAGE, 'storage'],
  [Flags.CAP_FC_HOST, 'fc_host'],
  [Flags.CAP_VPORTS, 'vports'],
  [Flags.CAP_SCSI_GENERIC, 'scsi_generic'],
  [Flags.CAP_DRM, 'drm'],
  [Flags.CAP_MDEV_TYPES, 'mdev_types'],
  [Flags.CAP_MDEV, 'mdev'],
  [Flags.CAP_CCW_DEV, 'ccw'],
  [Flags.CAP_CSS_DEV, 'css'],
  [Flags.CAP_VDPA, 'vdpa'],
  [Flags.CAP_AP_CARD, 'ap_card'],
  [Flags.CAP_AP_QUEUE, 'ap_queue'],
  [Flags.CAP_AP_MATRIX, 'ap_matrix'],
  [Flags.CAP_VPD, 'vpd'],
];
const knownFlags = capabilityFlags.reduce((all, [flag]) => all | flag, 0);

function reference({ name }: NodeDevice): NonnullNodeDevice {
  return { name };
}

function thatCan({ nodeDevices }: Host, capability: string | null): NodeDevice[] {
  return nodeDevices.all().filter((device) => capability === null || can(device, capability));
}

/** Which devices the host has, and what they are. */
export const nodeDeviceHandlers: readonly HandledProcedure[] = [
  handle(nodeNumOfDevices, (host, { cap, flags }) => {
    checkFlags('testNodeNumOfDevices', flags, 0);
    return { num: thatCan(host, cap).length };
  }),
  handle(nodeListDevices, (host, { cap, maxnames, flags }) => {
    checkFlags('testNodeListDevices', flags, 0);
    return { names: firstNames(thatCan(host, cap), maxnames) };
  }),
  handle(connectListAllNodeDevices, ({ nodeDevices }, { need_results, flags }) => {
    checkFlags('testConnectListAllNodeDevices', flags, knownFlags);
    const matching = nodeDevices.all().filter((device) =>
      passesFlags(
        flags,
        capabilityFlags.map(([flag, capability]): FlagTest => [flag, can(device, capability)]),
      ),
    );
    const { items, ret } = listing(matching.map(reference), need_results, REMOTE_NODE_DEVICE_LIST_MAX, 'devices');
    return { devices: items, ret };
  }),
  handle(nodeDeviceLookupByName, (host, { name }) => ({ dev: reference(deviceNamed(host, name)) })),
  handle(nodeDeviceGetXMLDesc, (host, { name, flags }) => {
    checkFlags('testNodeDeviceGetXMLDesc', flags, 0);
    return { xml: formatNodeDevice(deviceNamed(host, name)) };
  }),
  handle(nodeDeviceGetParent, (host, { name }) => ({ parentName: deviceNamed(host, name).parent ?? null })),
  handle(nodeDeviceNumOfCaps, (host, { name }) => ({ num: deviceNamed(host, name).capabilities.length })),
  handle(nodeDeviceListCaps, (host, { name, maxnames }) => ({
    names: deviceNamed(host, name).capabilities.slice(0, maxnames),
  })),
];
