import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { DomainXMLFlags } from '../../../src/generated/api-enums.ts';
import {
  networkDestroy,
  networkLookupByName,
  storagePoolLookupByName,
  storagePoolRefresh,
} from '../../../src/generated/remote-procedures.ts';
import { describeWithLab } from '../../support/lab.ts';

describeWithLab('a connection that may only look', (lab) => {
  const readOnlySocket = `test+unix:///default?socket=${lab.readOnlySocketPath}`;

  test.each([
    ['asked for over unix', () => connect(lab.unixUri, { readOnly: true })],
    ['asked for over tcp', () => connect(lab.tcpUri, { readOnly: true })],
    ['made so by the socket', () => connect(readOnlySocket)],
    ['both', () => connect(readOnlySocket, { readOnly: true })],
  ])('%s reads, and is denied every change', async (_, open) => {
    await using connection = await open();
    const domain = await connection.lookupDomainByName('test');
    await expect(domain.getState()).resolves.toMatchObject({ state: 1 });
    await expect(domain.getXMLDesc()).resolves.toContain('<name>test</name>');

    for (const change of changes) {
      await expect(change(connection)).rejects.toMatchObject({
        name: 'LibvirtError',
        code: 'VIR_ERR_OPERATION_DENIED',
        number: 29,
        message: expect.stringMatching(/^operation forbidden: read only access prevents vir/),
      });
    }
    await expect(domain.getXMLDesc({ flags: DomainXMLFlags.SECURE })).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_DENIED',
    });
    expect(connection.isAlive).toBe(true);
    await expect(domain.getState()).resolves.toMatchObject({ state: 1 });
  });
});

const domainDoes =
  (change: (domain: Domain) => Promise<unknown>) =>
  async (connection: Connection): Promise<unknown> =>
    change(await connection.lookupDomainByName('test'));

const changes: readonly ((connection: Connection) => Promise<unknown>)[] = [
  domainDoes((domain) => domain.suspend()),
  domainDoes((domain) => domain.destroy()),
  domainDoes((domain) => domain.setAutostart(true)),
  domainDoes((domain) => domain.undefine()),
  (connection) => connection.domainDefineXML("<domain type='test'><name>new</name><memory>4096</memory></domain>"),
  async ({ session }) => {
    const { net } = await session.call(networkLookupByName, { name: 'default' });
    await session.call(networkDestroy, { net });
  },
  async ({ session }) => {
    const { pool } = await session.call(storagePoolLookupByName, { name: 'default-pool' });
    await session.call(storagePoolRefresh, { pool, flags: 0 });
  },
];
