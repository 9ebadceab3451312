import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import { LibvirtError } from '../../src/errors/libvirt-error.ts';
import { TransportError } from '../../src/errors/transport-error.ts';
import type { OpenOptions } from '../../src/session/open-options.ts';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { listedByVirsh } from './own-objects.ts';
import { lastError } from './virsh-words.ts';

describe('a modular daemon that ends', () => {
  let host: ModularHost;
  beforeAll(async () => {
    host = await startModularHost();
  }, 120_000);
  afterAll(() => host?.stop());

  const open = (uri: string, options: OpenOptions = {}): Promise<Connection> =>
    connect(uri, { environment: host.environment, timeout: 30_000, ...options });

  test('takes its own connections with it, and of others only what it was needed for', async () => {
    await using direct = await open('network:///system');
    await using qemu = await open('qemu:///system');
    await using storage = await open('storage:///system');
    await expect(qemu.listAllNetworks()).resolves.toHaveLength(1);
    await host.stopDaemon('virtnetworkd');

    await expect(direct.session.closed).resolves.toMatchObject({ reason: 'eof' });
    await expect(direct.listAllNetworks()).rejects.toMatchObject({ reason: 'eof' });
    await expect(qemu.listAllNetworks()).rejects.toBeInstanceOf(LibvirtError);
    await expect(qemu.listAllDomains()).resolves.toEqual([]);
    await expect(storage.listAllStoragePools()).resolves.toEqual([]);

    // A new connection finds no socket and goes to the one for all drivers, which finds none either.
    const judge = await host.virsh('network:///system', 'uri');
    await expect(open('network:///system')).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      message: lastError(judge.stderr),
    });
    await expect(open('network:///system?mode=direct')).rejects.toBeInstanceOf(TransportError);
    await using later = await open('qemu:///system');
    await expect(later.listAllNetworks()).rejects.toMatchObject({
      message: await listedByVirsh(host, 'qemu:///system', 'network'),
    });
    await expect(later.listAllDomains()).resolves.toEqual([]);

    await host.startDaemon('virtnetworkd');
    await expect(later.listAllNetworks()).resolves.toHaveLength(1);
    // What was reached before is remembered, and is dead.
    await expect(qemu.listAllNetworks()).rejects.toBeInstanceOf(LibvirtError);
    await expect(qemu.getType()).resolves.toBe('QEMU');
    await using again = await open('network:///system');
    await expect(again.listAllNetworks()).resolves.toHaveLength(1);
  });

  test('is found again, where that is asked for', async () => {
    await using connection = await open('secret:///system', {
      reconnect: { minDelay: 20, maxDelay: 20, retryReads: true },
    });
    await using changes = await connection.events('secret-lifecycle');
    const events = changes[Symbol.asyncIterator]();
    await host.stopDaemon('virtsecretd');
    const listing = connection.listAllSecrets();
    await host.startDaemon('virtsecretd');
    await expect(listing).resolves.toEqual([]);
    await expect(events.next()).resolves.toMatchObject({ value: { type: 'resync', cause: { reason: 'eof' } } });
    const uuid = '5ec2e700-0000-4000-8000-0000000000a1';
    const xml = `<secret ephemeral='yes' private='no'><uuid>${uuid}</uuid><usage type='volume'><volume>/a</volume></usage></secret>`;
    const secret = await connection.secretDefineXML(xml);
    await expect(events.next()).resolves.toMatchObject({ value: { type: 'secret-lifecycle', secret: { uuid } } });
    await secret.undefine();
  });

  test('and was the one for all drivers, is missed by those alone who go by it', async () => {
    await using legacy = await open('qemu:///system?mode=legacy');
    await using direct = await open('qemu:///system');
    await host.stopDaemon('virtproxyd');
    await expect(legacy.session.closed).resolves.toMatchObject({ reason: 'eof' });
    await expect(direct.listAllNetworks()).resolves.toHaveLength(1);
    for (const [uri, isThere] of [
      ['qemu:///system', true],
      ['storage:///system?mode=direct', true],
      ['qemu:///system?mode=legacy', false],
      ['storage:///system?mode=legacy', false],
    ] as const) {
      const judge = await host.virsh(uri, 'uri');
      expect({ uri, isThere: judge.status === 0 }).toEqual({ uri, isThere });
      if (isThere) await (await open(uri)).close();
      else await expect(open(uri)).rejects.toBeInstanceOf(TransportError);
    }
    await host.startDaemon('virtproxyd');
    await (await open('qemu:///system?mode=legacy')).close();
  });
});
