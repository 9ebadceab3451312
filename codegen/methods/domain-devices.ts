import { badXml, noInterface, notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

const xml = { doc: 'the device, as XML' };

/** Devices that come and go, and network interfaces. */
export const domainDeviceRows: readonly Row[] = [
  {
    method: 'attachDevice',
    procedure: 'domainAttachDevice',
    flagged: 'domainAttachDeviceFlags',
    doc: 'Adds a device: without flags to the running domain alone, with flags (as `[]`) as they say.',
    args: { xml },
    throws: [badXml, notRunning],
    example:
      'await domain.attachDevice(xml, { flags: [DomainDeviceModifyFlags.LIVE, DomainDeviceModifyFlags.CONFIG] });',
  },
  {
    method: 'detachDevice',
    procedure: 'domainDetachDevice',
    flagged: 'domainDetachDeviceFlags',
    doc: 'Begins to take a device away: without flags from the running domain alone, with flags as they say.',
    args: { xml },
    throws: ['VIR_ERR_DEVICE_MISSING when it has no such device', notRunning],
  },
  {
    method: 'detachDeviceAlias',
    procedure: 'domainDetachDeviceAlias',
    doc: 'Begins to take away the device of an alias.',
    args: { alias: { doc: "the device's alias, as in the domain's XML" } },
    throws: ['VIR_ERR_DEVICE_MISSING when it has no such device'],
  },
  {
    method: 'updateDeviceFlags',
    procedure: 'domainUpdateDeviceFlags',
    doc: 'Changes a device: what is in a CD drive, where a network interface is plugged in, and the like.',
    args: { xml },
    throws: [badXml],
  },
  {
    method: 'interfaceStats',
    procedure: 'domainInterfaceStats',
    doc: 'Tells what a network interface has received and sent.',
    args: { device: { doc: 'the interface, by its device on the host (`vnet0`) or its MAC address' } },
    result: {
      object: 'DomainInterfaceStats',
      doc: 'What {@link Domain.interfaceStats} tells; -1 where the driver does not know.',
      fields: {
        rx_bytes: { name: 'rxBytes', doc: 'Bytes received.' },
        rx_packets: { name: 'rxPackets', doc: 'Packets received.' },
        rx_errs: { name: 'rxErrs', doc: 'Errors on receipt.' },
        rx_drop: { name: 'rxDrop', doc: 'Packets dropped on receipt.' },
        tx_bytes: { name: 'txBytes', doc: 'Bytes sent.' },
        tx_packets: { name: 'txPackets', doc: 'Packets sent.' },
        tx_errs: { name: 'txErrs', doc: 'Errors on sending.' },
        tx_drop: { name: 'txDrop', doc: 'Packets dropped on sending.' },
      },
    },
    throws: [notRunning, noInterface],
  },
  {
    method: 'getInterfaceParameters',
    procedure: 'domainGetInterfaceParameters',
    doc: 'Tells the limits on a network interface, in KiB/s and KiB.',
    args: { device: { doc: 'the interface, by its device on the host (`vnet0`) or its MAC address' } },
    result: { params: 'DomainInterfaceParameters', strings: true },
    throws: [noInterface],
  },
  {
    method: 'setInterfaceParameters',
    procedure: 'domainSetInterfaceParameters',
    doc: 'Sets limits on a network interface.',
    args: {
      device: { doc: 'the interface, by its device on the host (`vnet0`) or its MAC address' },
      params: { doc: 'averages and peaks in KiB/s, bursts in KiB', as: { params: 'DomainInterfaceParameters' } },
    },
    throws: [noInterface],
  },
  {
    method: 'announceInterface',
    procedure: 'domainAnnounceInterface',
    doc: 'Has its network interfaces announced to the switches around.',
    args: {
      device: { doc: 'One interface alone, by its device on the host or its MAC address.', option: true },
      params: {
        doc: 'How often, and after how many milliseconds each time.',
        as: { params: 'DomainAnnounceInterfaceParameters' },
        option: true,
      },
    },
    throws: [notRunning],
  },
  {
    method: 'graphicsReload',
    procedure: 'domainGraphicsReload',
    doc: 'Has its graphical display read its TLS certificates anew.',
    args: { type: { doc: 'which display', as: { enum: 'DomainGraphicsReloadType' } } },
    throws: [notRunning],
  },
];
