import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { NWFilter } from '../../src/client/nw-filter.ts';
import { NWFilterDefineFlags } from '../../src/generated/api-enums.ts';
import { describeWithLab } from '../support/lab.ts';
import { compareOnDriver, driverUri, row } from './client-comparison.ts';
import type { Row } from './oracle/row.ts';
import { anyOrder } from './oracle/rules.ts';

describeWithLab('network filters, compared with Python,', (lab) => {
  test('live the same', () => {
    const uuid = randomUUID();
    const name = `filter-${uuid.slice(0, 8)}`;
    const xml = `<filter name='${name}' chain='root'><uuid>${uuid}</uuid></filter>`;
    // Python's side of the comparison knows no filters: they are taken apart here.
    const parts = (python: string): string => `{'name': (f := ${python}).name(), 'uuid': f.UUIDString()}`;
    const ours = (python: string, call: (filter: NWFilter) => unknown): Row<Connection> =>
      row(python, async (connection) => call(await connection.lookupNWFilterByName(name)));
    return compareOnDriver(lab, 'nwfilter', [
      row(parts(`connection.nwfilterDefineXML("${xml}")`), (connection) => connection.nwFilterDefineXML(xml)),
      row(parts(`connection.nwfilterDefineXMLFlags("${xml}", 0)`), (connection) =>
        connection.nwFilterDefineXML(xml, { flags: [] }),
      ),
      row(parts(`connection.nwfilterLookupByName('${name}')`), (connection) => connection.lookupNWFilterByName(name)),
      row(parts(`connection.nwfilterLookupByUUIDString('${uuid}')`), (connection) =>
        connection.lookupNWFilterByUUID(uuid),
      ),
      ours('f.XMLDesc()', (filter) => filter.getXMLDesc()),
      row('connection.numOfNWFilters()', (connection) => connection.numOfNWFilters()),
      row('connection.listNWFilters()', (connection) => connection.listNWFilters(), anyOrder),
      row(
        "[{'name': each.name(), 'uuid': each.UUIDString()} for each in connection.listAllNWFilters()]",
        (connection) => connection.listAllNWFilters(),
        anyOrder,
      ),
      ours('(f.undefine(), None)[1]', (filter) => filter.undefine()),
      row('connection.listAllNWFilterBindings()', (connection) => connection.listAllNWFilterBindings()),
    ]);
  });

  test('say what is wrong', async () => {
    await using connection = await connect(driverUri(lab, 'nwfilter'));
    await expect(
      connection.nwFilterDefineXML("<filter name='x' chain='root'><nonsense/></filter>", {
        flags: NWFilterDefineFlags.VALIDATE,
      }),
    ).rejects.toMatchObject({ code: 'VIR_ERR_XML_INVALID_SCHEMA' });
    await expect(connection.lookupNWFilterByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_NWFILTER' });
    await expect(connection.lookupNWFilterBindingByPortDev('none')).rejects.toMatchObject({
      code: 'VIR_ERR_NO_NWFILTER_BINDING',
    });
    await expect(connection.nwFilterBindingCreateXML('<filterbinding/>')).rejects.toMatchObject({
      procedure: 'nwFilterBindingCreateXML',
    });
  });
});
