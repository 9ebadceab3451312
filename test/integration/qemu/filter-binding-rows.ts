import type { Connection } from '../../../src/client/connection.ts';
import type { NWFilter } from '../../../src/client/nw-filter.ts';
import type { NWFilterBinding } from '../../../src/client/nw-filter-binding.ts';
import { NWFilterBindingCreateFlags } from '../../../src/generated/api-enums.ts';
import { row } from '../client/comparison.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder } from '../oracle/rules.ts';

/** The host's device that a filter is bound to, as a guest's would be. */
export const filteredDevice = 'filtered0';

const filterXml =
  "<filter name='mine' chain='root'><uuid>d1d1d1d1-0000-4000-8000-000000000001</uuid>" +
  "<rule action='drop' direction='in' priority='500'><mac srcmacaddr='52:54:00:00:00:99'/></rule></filter>";
const bindingXml = (filter: string): string =>
  `<filterbinding><owner><name>web</name><uuid>a1a1a1a1-0000-4000-8000-000000000001</uuid></owner>` +
  `<portdev name='${filteredDevice}'/><mac address='52:54:00:00:00:01'/>` +
  `<filterref filter='${filter}'><parameter name='IP' value='192.168.7.10'/></filterref></filterbinding>`;

const mine = (python: string, call: (filter: NWFilter) => unknown): Row<Connection> =>
  row(python, async (connection) => call(await connection.lookupNWFilterByName('mine')));
const bound = (python: string, call: (binding: NWFilterBinding) => unknown): Row<Connection> =>
  row(python, async (connection) => call(await connection.lookupNWFilterBindingByPortDev(filteredDevice)));
const lists = row('connection.listAllNWFilterBindings()', (connection) => connection.listAllNWFilterBindings());
const defines = row(`(mine := connection.nwfilterDefineXML("${filterXml}"))`, (connection) =>
  connection.nwFilterDefineXML(filterXml),
);
const binds = row(`(bound := connection.nwfilterBindingCreateXML("${bindingXml('mine')}"))`, (connection) =>
  connection.nwFilterBindingCreateXML(bindingXml('mine')),
);
const unbinds = bound('(bound.delete(), None)[1]', (binding) => binding.delete());
const undefines = mine('(mine.undefine(), None)[1]', (filter) => filter.undefine());

/** The life of a filter that a device is bound to, and of the binding. */
export const filterBindingRows: readonly Row<Connection>[] = [
  defines,
  mine('mine.XMLDesc()', (filter) => filter.getXMLDesc()),
  lists,
  binds,
  lists,
  row(`connection.nwfilterBindingLookupByPortDev('${filteredDevice}')`, (connection) =>
    connection.lookupNWFilterBindingByPortDev(filteredDevice),
  ),
  row('True', async (connection) => {
    const [each] = await connection.listAllNWFilterBindings();
    return each?.equals(await connection.lookupNWFilterBindingByPortDev(filteredDevice));
  }),
  bound('bound.XMLDesc()', (binding) => binding.getXMLDesc()),
  unbinds,
  lists,
  row(
    `(bound := connection.nwfilterBindingCreateXML("${bindingXml('clean-traffic')}", libvirt.VIR_NWFILTER_BINDING_CREATE_VALIDATE))`,
    (connection) =>
      connection.nwFilterBindingCreateXML(bindingXml('clean-traffic'), { flags: NWFilterBindingCreateFlags.VALIDATE }),
  ),
  bound('bound.XMLDesc()', (binding) => binding.getXMLDesc()),
  unbinds,
  undefines,
  row('connection.listAllNWFilters()', (connection) => connection.listAllNWFilters(), anyOrder),
];

/** What cannot be done with filters and bindings. */
export const refusedFilterRows: readonly Row<Connection>[] = [
  defines,
  binds,
  undefines,
  row(`connection.nwfilterBindingCreateXML("${bindingXml('mine')}")`, (connection) =>
    connection.nwFilterBindingCreateXML(bindingXml('mine')),
  ),
  unbinds,
  row(`connection.nwfilterBindingCreateXML("${bindingXml('none')}")`, (connection) =>
    connection.nwFilterBindingCreateXML(bindingXml('none')),
  ),
  row("connection.nwfilterBindingCreateXML('<filterbinding/>')", (connection) =>
    connection.nwFilterBindingCreateXML('<filterbinding/>'),
  ),
  row("connection.nwfilterBindingLookupByPortDev('none')", (connection) =>
    connection.lookupNWFilterBindingByPortDev('none'),
  ),
  row("connection.nwfilterDefineXML('<filter/>')", (connection) => connection.nwFilterDefineXML('<filter/>')),
  row("connection.nwfilterLookupByName('none')", (connection) => connection.lookupNWFilterByName('none')),
  undefines,
  lists,
];
