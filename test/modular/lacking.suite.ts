import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { xdrVoid } from '@xdr-ts/runtime';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import { LibvirtError } from '../../src/errors/libvirt-error.ts';
import { NotSupportedError } from '../../src/errors/not-supported-error.ts';
import { UsageError } from '../../src/errors/usage-error.ts';
import { adminConnectGetLibVersion } from '../../src/generated/admin-procedures.ts';
import { lxcDomainOpenNamespace } from '../../src/generated/lxc-procedures.ts';
import {
  qemuConnectDomainMonitorEventRegister,
  qemuDomainMonitorCommand,
} from '../../src/generated/qemu-procedures.ts';
import type { CallProcedure } from '../../src/protocol/procedure.ts';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { type Driver, daemonOf, drivers, listedByUs, listedByVirsh, typeOf } from './own-objects.ts';
import { lastError } from './virsh-words.ts';

const others = drivers.filter((driver): driver is Exclude<Driver, 'qemu'> => driver !== 'qemu');
const nobody = { name: 'nobody', uuid: new Uint8Array(16), id: -1 };

describe('what a daemon of one driver lacks', () => {
  let host: ModularHost;
  beforeAll(async () => {
    host = await startModularHost();
  }, 120_000);
  afterAll(() => host?.stop());

  const open = (driver: Driver): Promise<Connection> =>
    connect(`${driver}:///system`, { environment: host.environment, timeout: 30_000 });

  /** What the promise is rejected with; the connection is as good as before. */
  async function refusal(connection: Connection, driver: Driver, call: Promise<unknown>): Promise<LibvirtError> {
    const error = await call.then(
      (value) => new Error(`it resolved with ${String(value)}`),
      (reason: unknown) => reason,
    );
    await expect(connection.getType()).resolves.toBe(typeOf(driver));
    expect(connection.session.isAlive).toBe(true);
    if (!(error instanceof LibvirtError)) throw error;
    return error;
  }

  describe.each(others)('%s', (driver) => {
    test.each<readonly [what: string, words: readonly string[], call: (connection: Connection) => Promise<unknown>]>([
      ['connectGetHostname', ['hostname'], (connection) => connection.getHostname()],
      ['nodeGetInfo', ['nodeinfo'], (connection) => connection.getNodeInfo()],
      ['connectListAllDomains', ['list', '--all'], (connection) => connection.listAllDomains()],
      ['connectGetAllDomainStats', ['domstats'], (connection) => connection.getAllDomainStats()],
      ['domainLookupByName', ['domid', 'nobody'], (connection) => connection.lookupDomainByName('nobody')],
      [
        'connectDomainEventCallbackRegisterAny',
        ['event', '--event', 'lifecycle'],
        (connection) => connection.events('domain-lifecycle'),
      ],
    ])('has no %s', async (procedure, words, call) => {
      const judge = await host.virsh(`${driver}:///system`, ...words);
      await using connection = await open(driver);
      const error = await refusal(connection, driver, call(connection));
      expect(error).toBeInstanceOf(NotSupportedError);
      // It is not too old: a newer one lacks it as well.
      expect(error).toMatchObject({ code: 'VIR_ERR_NO_SUPPORT', number: 3, procedure, since: undefined });
      expect(judge.status).not.toBe(0);
      // virsh lists and looks up domains in older ways too, when it cannot in newer ones, and tells of the last.
      if (!/^connectList|LookupBy/.test(procedure)) expect(error.message).toBe(lastError(judge.stderr));
    });

    test('lists its own, and of others what virsh gets there', async () => {
      await using connection = await open(driver);
      const lists = new Map<Driver, readonly string[] | string>();
      for (const each of others) {
        lists.set(each, await listedByUs(connection, each));
        expect({ each, listed: lists.get(each) }).toEqual({
          each,
          listed: await listedByVirsh(host, `${driver}:///system`, each),
        });
      }
      expect(typeof lists.get(driver)).toBe('object');
      expect([...lists.values()]).toContain('internal error: connection not open');
    });

    test('tells the capabilities that it has', async () => {
      await using connection = await open(driver);
      const judge = await host.virsh(`${driver}:///system`, 'capabilities');
      if (judge.status === 0) expect(await connection.getCapabilities()).toBe(judge.stdout.trimEnd().concat('\n'));
      else await expect(connection.getCapabilities()).rejects.toMatchObject({ message: lastError(judge.stderr) });
      expect(judge.status === 0).toBe(driver === 'storage');
    });

    test('has the calls for QEMU and containers in its protocol, but no driver for them', async () => {
      await using connection = await open(driver);
      const { session } = connection;
      for (const call of [
        () => session.call(qemuDomainMonitorCommand, { dom: nobody, cmd: 'info version', flags: 0 }),
        () => session.call(qemuConnectDomainMonitorEventRegister, { dom: null, event: null, flags: 0 }),
      ]) {
        const error = await refusal(connection, driver, call());
        expect(error).toBeInstanceOf(NotSupportedError);
        expect(error).toMatchObject({ code: 'VIR_ERR_NO_SUPPORT', since: undefined });
      }
      const namespaces = session.call(lxcDomainOpenNamespace, { dom: nobody, flags: 0 });
      await expect(namespaces).rejects.toBeInstanceOf(UsageError);
      // The daemon itself is asked where nothing stands before it.
      const { fds, ...asked } = lxcDomainOpenNamespace;
      expect(fds).toBe('required');
      expect(await refusal(connection, driver, session.call(asked, { dom: nobody, flags: 0 }))).toMatchObject({
        code: 'VIR_ERR_NO_SUPPORT',
      });
    });
  });

  test.each(drivers)('%s has no program that others have at sockets of their own', async (driver) => {
    await using connection = await open(driver);
    const programs: readonly CallProcedure<void, unknown>[] = [
      adminConnectGetLibVersion,
      { ...adminConnectGetLibVersion, name: 'of no program', program: 0x12345678, result: xdrVoid },
    ];
    for (const procedure of programs) {
      const error = await refusal(connection, driver, connection.session.call(procedure, undefined));
      expect(error).not.toBeInstanceOf(NotSupportedError);
      expect(error).toMatchObject({
        code: 'VIR_ERR_RPC',
        procedure: procedure.name,
        message: expect.stringContaining(String(procedure.program)),
      });
    }
    expect(daemonOf[driver]).toMatch(/^virt.*d$/);
  });

  test('virtqemud has all of the others behind it', async () => {
    await using connection = await open('qemu');
    for (const driver of drivers) {
      const own = await listedByVirsh(host, `${driver}:///system`, driver);
      expect(typeof own).not.toBe('string');
      expect({ driver, listed: await listedByUs(connection, driver) }).toEqual({ driver, listed: own });
    }
  });
});
