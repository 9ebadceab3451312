import { NodeDeviceCreateXMLFlags, NodeDeviceEventLifecycleType } from '../../generated/api-enums.ts';
import { nodeDeviceCreateXML, nodeDeviceDestroy } from '../../generated/remote-procedures.ts';
import { checkFlags } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { createAdapter } from './create-adapter.ts';
import { deviceNamed } from './find-node-device.ts';
import { nodeDeviceLifecycle } from './node-device-events.ts';

/** What makes devices and takes them away. */
export const nodeDeviceLifeHandlers: readonly HandledProcedure[] = [
  handle(nodeDeviceCreateXML, (host, { xml_desc, flags }) => {
    checkFlags('testNodeDeviceCreateXML', flags, NodeDeviceCreateXMLFlags.VALIDATE);
    const device = createAdapter(host, xml_desc);
    host.nodeDevices.add(device);
    host.events.emit(nodeDeviceLifecycle(device, NodeDeviceEventLifecycleType.CREATED));
    return { dev: { name: device.name } };
  }),
  handle(nodeDeviceDestroy, (host, { name }) => {
    const device = deviceNamed(host, name);
    // One that belongs to nothing stays, and nobody is told.
    const { parent } = device;
    if (parent === undefined || host.nodeDevices.byName(parent) === undefined) return;
    host.nodeDevices.remove(device);
    host.events.emit(nodeDeviceLifecycle(device, NodeDeviceEventLifecycleType.DELETED));
  }),
];
