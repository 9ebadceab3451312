import {
  networkCreate,
  networkCreateXML,
  networkCreateXMLFlags,
  networkDefineXML,
  networkDefineXMLFlags,
  networkDestroy,
  networkGetAutostart,
  networkGetBridgeName,
  networkGetXMLDesc,
  networkIsActive,
  networkIsPersistent,
  networkLookupByName,
  networkLookupByUUID,
  networkSetAutostart,
  networkUndefine,
  networkUpdate,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { blue } from './node-state.ts';
import { asks, does, type Row } from './row.ts';

const net = blue;
const uuidOf = (number: number): string => `b1b1b1b1-0000-4000-8000-00000000001${number}`;
const xmlOf = (name: string, number: number): string =>
  `<network><name>${name}</name><uuid>${uuidOf(number)}</uuid><bridge name='virbr6${number}'/></network>`;
const host = "<host mac='52:54:00:00:00:09' name='mail' ip='192.168.5.20'/>";

export const networkRows: readonly Row<Session>[] = [
  asks(
    networkLookupByName,
    { name: 'blue' },
    "(blue := connection.networkLookupByName('blue'))",
    (result) => result.net,
  ),
  asks(
    networkLookupByUUID,
    { uuid: blue.uuid },
    "connection.networkLookupByUUIDString('b1b1b1b1-0000-4000-8000-000000000001')",
    (result) => result.net,
  ),
  asks(networkGetXMLDesc, { net, flags: 0 }, 'blue.XMLDesc()', ({ xml }) => xml),
  asks(networkGetBridgeName, { net }, 'blue.bridgeName()', ({ name }) => name),
  asks(networkIsActive, { net }, 'blue.isActive()', ({ active }) => active),
  asks(networkIsPersistent, { net }, 'blue.isPersistent()', ({ persistent }) => persistent),
  does(networkSetAutostart, { net, autostart: 1 }, 'blue.setAutostart(1)'),
  asks(networkGetAutostart, { net }, 'blue.autostart()', ({ autostart }) => autostart),
  does(
    networkUpdate,
    { net, command: 3, section: 4, parentIndex: -1, xml: host, flags: 1 },
    `blue.update(3, 4, -1, "${host}", 1)`,
  ),
  asks(networkGetXMLDesc, { net, flags: 0 }, 'blue.XMLDesc()', ({ xml }) => xml),
  does(networkDestroy, { net }, 'blue.destroy()'),
  asks(networkIsActive, { net }, 'blue.isActive()', ({ active }) => active),
  does(networkCreate, { net }, 'blue.create()'),
  asks(
    networkCreateXML,
    { xml: xmlOf('red', 1) },
    `connection.networkCreateXML("${xmlOf('red', 1)}")`,
    (made) => made.net,
  ),
  asks(
    networkCreateXMLFlags,
    { xml: xmlOf('green', 2), flags: 1 },
    `connection.networkCreateXMLFlags("${xmlOf('green', 2)}", 1)`,
    (made) => made.net,
  ),
  asks(
    networkDefineXML,
    { xml: xmlOf('grey', 3) },
    `(grey := connection.networkDefineXML("${xmlOf('grey', 3)}"))`,
    (made) => made.net,
  ),
  asks(
    networkDefineXMLFlags,
    { xml: xmlOf('pink', 4), flags: 1 },
    `connection.networkDefineXMLFlags("${xmlOf('pink', 4)}", 1)`,
    (made) => made.net,
  ),
  does(
    networkUndefine,
    { net: { name: 'grey', uuid: Uint8Array.from(Buffer.from(uuidOf(3).replaceAll('-', ''), 'hex')) } },
    'grey.undefine()',
  ),
];
