import { expect } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { DomainJobType, DomainState } from '../../../src/generated/api-enums.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import { linkHosts } from '../../support/qemu-lab/link-hosts.ts';
import { daemonPort, type QemuHost, startQemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { booted } from './guest.ts';

/** Two linked hosts, and a guest that runs on the first when they start. */
export interface MigrationPair {
  readonly hosts: readonly [QemuHost, QemuHost];
  readonly first: Connection;
  readonly second: Connection;
}

/** The guest on its way, its machine one that every release of QEMU here has. */
export const roverXml: string = guestXml({ name: 'rover', uuid: 'a1a1a1a1-0000-4000-8000-000000000009' }).replace(
  "machine='q35'",
  "machine='pc-q35-7.2'",
);

export async function startMigrationPair(releases: readonly [LibvirtRelease, LibvirtRelease]): Promise<MigrationPair> {
  const hosts = [await startQemuHost({ release: releases[0] }), await startQemuHost({ release: releases[1] })] as const;
  try {
    await linkHosts(...hosts);
    const [first, second] = [await connect(hosts[0].uri), await connect(hosts[1].uri)];
    await booted(await first.domainCreateXML(roverXml));
    return { hosts, first, second };
  } catch (error) {
    await Promise.all(hosts.map((host) => host.stop()));
    throw error;
  }
}

/** Does nothing where none was started. */
export async function stopMigrationPair(pair: MigrationPair | undefined): Promise<void> {
  await Promise.all([pair?.first.close(), pair?.second.close()]);
  await Promise.all(pair?.hosts.map((host) => host.stop()) ?? []);
}

/** The host's daemon as the other host reaches it. */
export const uriOf = ({ name }: QemuHost): string => `qemu+tcp://${name}:${daemonPort}/system`;

export const rover = (connection: Connection): Promise<Domain> => connection.lookupDomainByName('rover');

/** The guest itself answers, and nothing of a migration is left that would keep it from another. */
export async function goesOn(domain: Domain): Promise<void> {
  await expect(domain.getState()).resolves.toMatchObject({ state: DomainState.RUNNING });
  await expect(domain.getJobInfo()).resolves.toMatchObject({ type: DomainJobType.NONE });
  const pong = await domain.qemuAgentCommand('{"execute":"guest-ping"}');
  expect(JSON.parse(pong ?? '')).toEqual({ return: {} });
}

export async function isGone(connection: Connection): Promise<void> {
  await expect(rover(connection)).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
}

/** Resolves when some of the domain's memory has been sent. */
export function underWay(domain: Domain): Promise<void> {
  return eventually('memory is under way', async () => {
    const { type, params } = await domain.getJobStats();
    return type !== DomainJobType.NONE && (params.memory_processed ?? 0n) > 0n;
  });
}
