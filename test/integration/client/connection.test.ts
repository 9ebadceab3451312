import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { NotSupportedError } from '../../../src/errors/not-supported-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { NodeSuspendTarget } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareWithPython } from '../oracle/compare-with-python.ts';
import { clock, type Rule } from '../oracle/rules.ts';
import { compareOnDriver, compareOnTestDriver, driverUri, row } from './comparison.ts';
import { cpu, hostRows, memoryRows } from './connection-rows.ts';

/** Records of what changes from one moment to the next: the same things are told. */
const sameNames: Rule = (ours, theirs) =>
  JSON.stringify(Object.keys(Object(ours)).sort()) === JSON.stringify(Object.keys(Object(theirs)).sort());

/** Amounts of free memory: of the same magnitude. */
const aboutAsMuch: Rule = (ours, theirs) => {
  const ratio = Number.parseInt(String(ours), 10) / Number.parseInt(String(theirs), 10);
  return ratio > 0.5 && ratio < 2;
};

describeWithLab('a connection, compared with Python,', (lab) => {
  test('tells the same of host and hypervisor with the test driver', () => compareOnTestDriver(lab, hostRows));

  test('tells the same of memory with the test driver', async () => {
    await using connection = await connect(lab.unixUri);
    await compareWithPython({ uri: lab.unixUri, directory: lab.directory }, connection, memoryRows);
  });

  test('tells the same of the real host with the QEMU driver', () =>
    compareOnDriver(lab, 'qemu', [
      row('connection.getURI()', (connection) => connection.getURI()),
      row('connection.getFreeMemory()', (connection) => connection.getFreeMemory(), aboutAsMuch),
      row('connection.getMemoryStats(-1)', (connection) => connection.getMemoryStats(), sameNames),
      row('connection.getMemoryStats(0)', (connection) => connection.getMemoryStats({ cellNum: 0 }), sameNames),
      row(
        "connection.getMemoryStats(0)['total']",
        async (connection) => (await connection.getMemoryStats({ cellNum: 0 })).total,
      ),
      row('connection.getCPUStats(0)', (connection) => connection.getCPUStats({ cpuNum: 0 }), clock),
      row(
        "{key: connection.getMemoryParameters()[key] for key in ('shm_pages_to_scan', 'shm_sleep_millisecs')}",
        async (connection) => {
          const { shm_pages_to_scan, shm_sleep_millisecs } = await connection.getMemoryParameters();
          return { shm_pages_to_scan, shm_sleep_millisecs };
        },
      ),
      row('connection.getMemoryParameters()', (connection) => connection.getMemoryParameters(), sameNames),
      row(
        'connection.getFreePages([4], 0, 1)[0][4]',
        async (connection) => {
          const [cell] = await connection.getFreePages([4], 0, 1);
          return cell?.[4];
        },
        aboutAsMuch,
      ),
      row(`connection.compareCPU("${cpu}", 0)`, (connection) => connection.compareCPU(cpu)),
      row('connection.getStoragePoolCapabilities()', (connection) => connection.getStoragePoolCapabilities()),
    ]));

  test('meets what a driver does not do as a NotSupportedError', async () => {
    await using connection = await connect(lab.unixUri);
    await expect(connection.getMemoryStats()).rejects.toBeInstanceOf(NotSupportedError);
    await expect(connection.compareHypervisorCPU(cpu, { virtType: 'kvm' })).rejects.toBeInstanceOf(NotSupportedError);
    await expect(connection.listAllSecrets()).rejects.toMatchObject({
      procedure: 'connectListAllSecrets',
      code: 'VIR_ERR_NO_SUPPORT',
    });
  });

  test('may only look when it was opened so', async () => {
    await using connection = await connect(lab.unixUri, { readOnly: true });
    await expect(connection.interfaceChangeBegin()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
    await expect(connection.networkDefineXML('<network/>')).rejects.toBeInstanceOf(LibvirtError);
    await expect(connection.listNetworks()).resolves.toEqual(['default']);
  });

  test('is secure over a socket of this machine, and not over TCP', async () => {
    await using connection = await connect(lab.tcpUri);
    await expect(connection.isSecure()).resolves.toBe(false);
    await expect(connection.isEncrypted()).resolves.toBe(false);
  });

  test('rejects what it can tell to be wrong before anything is sent', async () => {
    await using connection = await connect(driverUri(lab, 'qemu'));
    await expect(connection.suspendForDuration(NodeSuspendTarget.MEM, 0.5)).rejects.toBeInstanceOf(UsageError);
    await expect(connection.lookupNetworkByUUID('no')).rejects.toBeInstanceOf(UsageError);
    await expect(connection.setMemoryParameters({ params: [] }, { timeout: -1 })).rejects.toBeInstanceOf(UsageError);
  });

  test('says what the host cannot be set to', async () => {
    await using connection = await connect(driverUri(lab, 'qemu'));
    await expect(connection.allocPages({ 4: 1 }, 0, 1)).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_UNSUPPORTED',
    });
    await expect(connection.setMemoryParameters({ shm_full_scans: 1 })).rejects.toMatchObject({
      code: 'VIR_ERR_ARGUMENT_UNSUPPORTED',
      message: expect.stringContaining('shm_full_scans'),
    });
  });
});
