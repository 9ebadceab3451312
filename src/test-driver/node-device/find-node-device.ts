import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault } from '../fault.ts';
import type { Host } from '../host.ts';
import type { NodeDevice } from './node-device.ts';

/** The device of that name. Throws a Fault when there is none. */
export function deviceNamed({ nodeDevices }: Host, name: string): NodeDevice {
  const device = nodeDevices.byName(name);
  if (device !== undefined) return device;
  const detail = `no node device with matching name '${name}'`;
  throw fault(ErrorNumber.ERR_NO_NODE_DEVICE, ErrorDomain.TEST, detail);
}

/** Whether a device, or a part of it, can do something. */
export function can({ capabilities, nestedCapabilities }: NodeDevice, capability: string): boolean {
  return capabilities.includes(capability) || nestedCapabilities.includes(capability);
}
