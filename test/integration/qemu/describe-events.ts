import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { domainEventKinds } from '../../../src/client/events/domain-event-kinds.ts';
import type { DomainEvent } from '../../../src/client/events/domain-event-types.ts';
import type { Subscription } from '../../../src/client/events/subscription.ts';
import type { DomainWatch } from '../../../src/client/events/watch-domains.ts';
import type { DomainChange } from '../../../src/client/events/watch-domains-types.ts';
import {
  ConnectDomainEventAgentLifecycleReason as AgentReason,
  ConnectDomainEventAgentLifecycleState as AgentState,
  ConnectDomainEventDiskChangeReason as DiskChangeReason,
  DomainCreateFlags,
  DomainEventType,
  DomainMetadataType,
  DomainModificationImpact,
  DomainState,
  DomainEventResumedDetailType as Resumed,
  DomainEventStartedDetailType as Started,
  DomainEventStoppedDetailType as Stopped,
} from '../../../src/generated/api-enums.ts';
import { isOlder } from '../../../src/session/daemon-release.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { type QemuHost, startQemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { describeFamilies } from './describe-families.ts';
import { EventRecorder } from './event-recorder.ts';
import { type Eventful, expectWatched } from './eventful.ts';
import { absentMedium, eventfulXml, makeEventfulPlace } from './eventful-guest.ts';
import { describeGuestChanges } from './guest-change-events.ts';
import { GuestConsole } from './guest-console.ts';
import { describeGuestDoings } from './guest-doing-events.ts';
import { describeGuestRests } from './guest-rest-events.ts';
import { describeGuestScreen } from './guest-screen-events.ts';
import { describeMonitorEvents } from './monitor-events.ts';
import { VirshEvents } from './virsh-events.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;

/** Events that daemons older than this do not have. */
const since: Readonly<Partial<Record<DomainEvent['type'], string>>> = {
  'domain-nic-mac-change': '11.2.0',
  'domain-vcpu-removed': '12.4.0',
  'domain-channel-lifecycle': '12.4.0',
};

/** Events that nothing on this machine causes. */
const unreachable: readonly DomainEvent['type'][] = [
  'domain-control-error',
  'domain-pm-suspend-disk',
  'domain-device-removal-failed',
  'domain-memory-failure',
  'domain-memory-device-size-change',
];

/** The events of a real guest, from its definition to its end. */
export async function describeEvents(release: LibvirtRelease): Promise<void> {
  await describeWithQemu(`events of QEMU under libvirt ${release}`, [release], () => {
    jest.setTimeout(120_000);
    const names = (Object.keys(domainEventKinds) as DomainEvent['type'][]).filter(
      (name) => !isOlder(release, since[name] ?? '0.0.0'),
    );
    const has = (name: DomainEvent['type']): boolean => names.includes(name);
    let host: QemuHost;
    let connection: Connection;
    let recorder: EventRecorder;
    let virsh: VirshEvents;
    let watch: DomainWatch;
    let ofOther: Subscription<{ readonly type: string; readonly lost: number }>;
    let guest: Domain;
    let shell: GuestConsole;
    const changes: DomainChange[] = [];

    beforeAll(async () => {
      host = await startQemuHost({ release });
      connection = await connect(host.uri);
      await makeEventfulPlace(host);
    }, setUpTime);

    afterAll(async () => {
      await shell?.close();
      await virsh?.[Symbol.asyncDispose]();
      await connection?.close();
      await host?.stop();
    });

    describeFamilies(release, () => connection);

    test('are listened to, by virsh as well', async () => {
      recorder = await EventRecorder.start(connection, names);
      watch = await connection.watchDomains();
      void (async () => {
        for await (const change of watch) changes.push(change);
      })();
      const other = await connection.domainDefineXML(
        "<domain type='qemu'><name>other</name><memory>1024</memory><os><type>hvm</type></os></domain>",
      );
      ofOther = await connection.events('domain-lifecycle', { domain: other });
      virsh = new VirshEvents(host.uri);
      await eventually('virsh listens', async () => {
        await other.setMetadata(DomainMetadataType.TITLE, 'other', { flags: DomainModificationImpact.CONFIG });
        return virsh.events.length > 0;
      });
    });

    test('of its start', async () => {
      guest = await connection.domainDefineXML(eventfulXml);
      await guest.create({ flags: DomainCreateFlags.START_PAUSED });
      const { id } = guest;
      expect(id).toBeGreaterThan(0);
      expect(await recorder.next('domain-lifecycle', ({ domain }) => domain.equals(guest))).toMatchObject({
        event: DomainEventType.DEFINED,
        domain: { name: 'eventful', uuid: guest.uuid, id: -1 },
      });
      expect(await recorder.next('domain-disk-change')).toMatchObject({
        oldSrcPath: absentMedium,
        newSrcPath: null,
        devAlias: 'sata0-0-1',
        reason: DiskChangeReason.CHANGE_MISSING_ON_START,
      });
      expect(await recorder.next('domain-lifecycle', ({ domain }) => domain.id === id)).toMatchObject({
        event: DomainEventType.STARTED,
        detail: Started.BOOTED,
        domain: { id },
      });
      await recorder.next('domain-lifecycle', ({ event }) => event === DomainEventType.SUSPENDED);
      await expectWatched({ watch, guest });
      expect(watch.domains.get(guest.uuid)).toMatchObject({ id, state: DomainState.PAUSED, isPersistent: true });
      expect(await recorder.next('domain-agent-lifecycle')).toMatchObject({
        state: AgentState.DISCONNECTED,
        reason: AgentReason.DOMAIN_STARTED,
      });
      await guest.resume();
      expect(await recorder.next('domain-lifecycle', ({ event }) => event === DomainEventType.RESUMED)).toMatchObject({
        detail: Resumed.UNPAUSED,
      });
      expect(await recorder.next('domain-agent-lifecycle')).toMatchObject({
        state: AgentState.CONNECTED,
        reason: AgentReason.CHANNEL,
        domain: { id },
      });
      shell = await GuestConsole.open(guest);
    });

    const given = (): Eventful => ({ host, connection, recorder, watch, guest, shell, has });
    describeGuestDoings(given);
    describeGuestChanges(given);
    describeGuestScreen(given);
    describeMonitorEvents(given);
    describeGuestRests(given);

    test('of its end', async () => {
      await guest.reset();
      expect(await recorder.next('domain-reboot')).toMatchObject({ domain: { name: 'eventful', id: guest.id } });
      await guest.destroy();
      await guest.undefine();
      await recorder.next('domain-lifecycle', ({ detail, event }) => {
        return event === DomainEventType.STOPPED && detail === Stopped.DESTROYED;
      });
      await recorder.next('domain-lifecycle', ({ event }) => event === DomainEventType.UNDEFINED);
      expect(watch.domains.has(guest.uuid)).toBe(false);
    });

    test('of another domain did not come to who asked for that alone, and its own did', async () => {
      const other = await connection.lookupDomainByName('other');
      await other.undefine();
      const iterator = ofOther[Symbol.asyncIterator]();
      expect((await iterator.next()).value).toMatchObject({
        event: DomainEventType.UNDEFINED,
        domain: { name: 'other' },
      });
      await ofOther.close();
      expect(ofOther.lost).toBe(0);
    });

    test('are those that virsh was told, each as often', async () => {
      await virsh.saw(({ word, domain, text }) => word === 'lifecycle' && domain === 'other' && /Undefined/.test(text));
      const theirs = virsh.events.filter(({ domain }) => domain === 'eventful').map(({ word }) => `domain-${word}`);
      const known = new Set(theirs);
      const ours = recorder.events.flatMap((event) => {
        return 'domain' in event && event.domain.name === 'eventful' ? [event.type as string] : [];
      });
      expect(ours.filter((name) => known.has(name)).sort()).toEqual(theirs.sort());
      expect(theirs.length).toBeGreaterThan(40);
      // virsh is of the oldest release, and knows no newer ones.
      expect(new Set(ours.filter((name) => !known.has(name)))).toEqual(
        new Set(Object.keys(since).filter((name) => has(name as DomainEvent['type']))),
      );
      expect([...new Set([...ours, ...unreachable])].sort()).toEqual([...names].sort());
      expect(recorder.lost).toBe(0);
    });

    test('have kept a watch current, one change for each', async () => {
      await watch.close();
      const ofGuest = changes.filter((change) => 'current' in change && change.current.uuid === guest.uuid);
      const states = ofGuest.flatMap((change) => (change.type === 'state' ? [change.current.state] : []));
      const { PAUSED, RUNNING, PMSUSPENDED, SHUTOFF, SHUTDOWN } = DomainState;
      const lived = [RUNNING, PAUSED, RUNNING];
      expect(states.filter((state) => state !== SHUTDOWN)).toEqual([
        ...lived,
        PAUSED,
        RUNNING,
        PMSUSPENDED,
        RUNNING,
        PAUSED,
        SHUTOFF,
        RUNNING,
        SHUTOFF,
      ]);
      const types = new Set(changes.map(({ type }) => type));
      expect([...types].sort()).toEqual(['added', 'metadata', 'removed', 'state']);
      expect(watch.lost).toBe(0);
      await recorder.stop();
    });
  });
}
