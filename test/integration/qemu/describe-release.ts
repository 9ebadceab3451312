import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { connectAdmin } from '../../../src/client/connect-admin.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { lxcDomainOpenNamespace } from '../../../src/generated/lxc-procedures.ts';
import { isOlder } from '../../../src/session/daemon-release.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { type QemuHost, startQemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { boxXml, containerRows } from './container-rows.ts';
import { describeDrivers } from './describe-drivers.ts';
import { describeNewcomers } from './describe-newcomers.ts';
import { describeTestDriver } from './describe-test-driver.ts';
import { compareAnswersOnHost, placeOn } from './host-place.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

/** A host of the release, everything of which but its guests is asked by us and by its own Python. */
export async function describeRelease(release: LibvirtRelease): Promise<void> {
  await describeWithQemu(`libvirt ${release}, asked by us and by Python`, [release], () => {
    jest.setTimeout(testTime);
    let running: QemuHost;
    const host = (): QemuHost => running;

    beforeAll(async () => {
      running = await startQemuHost({ release });
    }, setUpTime);
    afterAll(async () => {
      await running?.stop();
    });

    describe('drivers of the host', () => describeDrivers(release, host));
    describe('containers', () => describeContainers(host));
    describe('procedures younger than 9.0.0', () => describeNewcomers(release, host));
    describe('the test driver', () => describeTestDriver(release, host));
    if (!isOlder(release, '11.2.0')) {
      test('ends when it is told to', async () => {
        const admin = await connectAdmin(`libvirtd:///system?socket=${running.adminSocketPath}`);
        // It goes without an answer, which virt-admin, too, takes for the end of the connection.
        await expect(admin.daemonShutdown()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION', reason: 'eof' });
        await expect(admin.closed).resolves.toMatchObject({ reason: 'eof' });
        await eventually(
          'the daemon is gone',
          async () => (await running.exec('sh', '-c', 'pidof libvirtd || :')) === '',
        );
      });
    }
  });
}

function describeContainers(host: () => QemuHost): void {
  test('are defined, read and forgotten the same', async () => {
    const answers = await compareAnswersOnHost(placeOn(host(), 'lxc'), containerRows);
    expect(answers.filter((answer) => 'value' in answer).length).toBeGreaterThan(containerRows.length / 2);
  });

  test('do not open their namespaces to us, for that takes file descriptors', async () => {
    await using connection = await connect(placeOn(host(), 'lxc').uri);
    const box = await connection.domainDefineXML(boxXml);
    const args = { dom: box.reference, flags: 0 };
    await expect(connection.session.call(lxcDomainOpenNamespace, args)).rejects.toThrow(UsageError);
    await expect(connection.session.call(lxcDomainOpenNamespace, args)).rejects.toThrow(/passes file descriptors/);
    expect(connection.session.inFlight).toEqual([]);
    await box.undefine();
    await expect(connection.listAllDomains()).resolves.toEqual([]);
  });
}
