import type { Connection } from '../../../src/client/connection.ts';
import type { NWFilter } from '../../../src/client/nw-filter.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder } from '../oracle/rules.ts';
import { row } from './comparison.ts';

/** The life of a filter with the UUID. */
export function nwFilterRows(uuid: string): readonly Row<Connection>[] {
  const name = `filter-${uuid.slice(0, 8)}`;
  const xml = `<filter name='${name}' chain='root'><uuid>${uuid}</uuid></filter>`;
  const ours = (python: string, call: (filter: NWFilter) => unknown): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupNWFilterByName(name)));
  return [
    row(`connection.nwfilterDefineXML("${xml}")`, (connection) => connection.nwFilterDefineXML(xml)),
    row(`connection.nwfilterDefineXMLFlags("${xml}", 0)`, (connection) =>
      connection.nwFilterDefineXML(xml, { flags: [] }),
    ),
    row(`(f := connection.nwfilterLookupByName('${name}'))`, (connection) => connection.lookupNWFilterByName(name)),
    row(`connection.nwfilterLookupByUUIDString('${uuid}')`, (connection) => connection.lookupNWFilterByUUID(uuid)),
    row('True', async (connection) =>
      (await connection.lookupNWFilterByName(name)).equals(await connection.lookupNWFilterByUUID(uuid)),
    ),
    ours('f.XMLDesc()', (filter) => filter.getXMLDesc()),
    row('connection.numOfNWFilters()', (connection) => connection.numOfNWFilters()),
    row('connection.listNWFilters()', (connection) => connection.listNWFilters(), anyOrder),
    row('connection.listAllNWFilters()', (connection) => connection.listAllNWFilters(), anyOrder),
    ours('(f.undefine(), None)[1]', (filter) => filter.undefine()),
    row(`'${name}' in connection.listNWFilters()`, async (connection) =>
      (await connection.listNWFilters()).includes(name),
    ),
    row('connection.listAllNWFilterBindings()', (connection) => connection.listAllNWFilterBindings()),
  ];
}
