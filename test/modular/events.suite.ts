import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { EventName, LibvirtEvent } from '../../src/client/events/event-types.ts';
import {
  DomainEventType,
  NetworkEventLifecycleType,
  SecretEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../../src/generated/api-enums.ts';
import { EventRecorder } from '../integration/qemu/event-recorder.ts';
import { type HostPort, leadToHost } from '../support/modular-lab/lead-to-host.ts';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { eventually } from '../support/qemu-lab/eventually.ts';
import type { Driver } from './own-objects.ts';
import { type PrintedEvent, VirshWatch } from './virsh-watch.ts';

interface Family {
  /** virsh's command that prints the events. */
  readonly command: string;
  readonly events: readonly EventName[];
  /** What virsh calls them; it prints but one kind at a time. */
  readonly words: readonly string[];
  /** Commands of virsh to the daemon of the driver, which make the events; the first defines what the XML says. */
  readonly changes: readonly (readonly string[])[];
  /** Ends the life of the object, for the next to begin. */
  readonly last: readonly string[];
  readonly name: string;
  /** The name of one that lives the same life before, until virsh listens. */
  readonly before: string;
  readonly xml: string;
  readonly daemon: string;
  /** What comes of the changes. */
  readonly expected: readonly string[];
}

const secretUuid = '5ec2e700-0000-4000-8000-0000000000e1';
const families = {
  network: {
    command: 'net-event',
    events: ['network-lifecycle'],
    words: ['lifecycle'],
    name: 'changing',
    before: 'earlier',
    xml: "<network><name>changing</name><bridge name='virbr55'/><ip address='192.168.55.1' netmask='255.255.255.0'/></network>",
    daemon: 'network:///system',
    changes: [['net-define'], ['net-start', 'changing'], ['net-destroy', 'changing']],
    last: ['net-undefine', 'changing'],
    expected: ['lifecycle DEFINED', 'lifecycle STARTED', 'lifecycle STOPPED', 'lifecycle UNDEFINED'],
  },
  storage: {
    command: 'pool-event',
    events: ['storage-pool-lifecycle', 'storage-pool-refresh'],
    words: ['lifecycle', 'refresh'],
    name: 'changing',
    before: 'earlier',
    xml: "<pool type='dir'><name>changing</name><target><path>/changing</path></target></pool>",
    daemon: 'storage:///system',
    changes: [
      ['pool-define'],
      ['pool-build', 'changing'],
      ['pool-start', 'changing'],
      ['pool-refresh', 'changing'],
      ['pool-destroy', 'changing'],
      ['pool-delete', 'changing'],
    ],
    last: ['pool-undefine', 'changing'],
    expected: [
      'lifecycle DEFINED',
      'lifecycle CREATED',
      'lifecycle STARTED',
      'refresh',
      'lifecycle STOPPED',
      'lifecycle DELETED',
      'lifecycle UNDEFINED',
    ],
  },
  secret: {
    command: 'secret-event',
    events: ['secret-lifecycle', 'secret-value-changed'],
    words: ['lifecycle', 'value-changed'],
    name: secretUuid,
    before: '5ec2e700-0000-4000-8000-0000000000e0',
    xml: `<secret ephemeral='yes' private='no'><uuid>${secretUuid}</uuid><usage type='volume'><volume>/e</volume></usage></secret>`,
    daemon: 'secret:///system',
    changes: [['secret-define'], ['secret-set-value', secretUuid, '--base64', 'c3dvcmRmaXNo']],
    last: ['secret-undefine', secretUuid],
    expected: ['lifecycle DEFINED', 'value-changed', 'lifecycle UNDEFINED'],
  },
  qemu: {
    command: 'event',
    events: ['domain-lifecycle'],
    words: ['lifecycle'],
    name: 'changing',
    before: 'earlier',
    xml: "<domain type='qemu'><name>changing</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>",
    daemon: 'qemu:///system',
    changes: [['define'], ['start', 'changing', '--paused'], ['resume', 'changing'], ['destroy', 'changing']],
    last: ['undefine', 'changing'],
    expected: [
      'lifecycle DEFINED',
      'lifecycle STARTED',
      'lifecycle SUSPENDED',
      'lifecycle RESUMED',
      'lifecycle STOPPED',
      'lifecycle UNDEFINED',
    ],
  },
} as const satisfies Partial<Record<Driver, Family>>;

const nameOf = (names: Readonly<Record<string, number>>, value: number): string =>
  Object.entries(names).find(([, number]) => number === value)?.[0] ?? String(value);

/** An event of ours in virsh's words. */
function printed(event: LibvirtEvent): PrintedEvent {
  switch (event.type) {
    case 'network-lifecycle':
      return {
        word: 'lifecycle',
        name: event.network.name,
        change: nameOf(NetworkEventLifecycleType, event.event),
      };
    case 'storage-pool-lifecycle':
      return {
        word: 'lifecycle',
        name: event.pool.name,
        change: nameOf(StoragePoolEventLifecycleType, event.event),
      };
    case 'storage-pool-refresh':
      return { word: 'refresh', name: event.pool.name, change: '' };
    case 'secret-lifecycle':
      return { word: 'lifecycle', name: event.secret.uuid, change: nameOf(SecretEventLifecycleType, event.event) };
    case 'secret-value-changed':
      return { word: 'value-changed', name: event.secret.uuid, change: '' };
    case 'domain-lifecycle':
      return { word: 'lifecycle', name: event.domain.name, change: nameOf(DomainEventType, event.event) };
    default:
      throw new Error(`nobody listens to ${event.type}`);
  }
}

describe('events of modular daemons, with virsh of the same build as the judge', () => {
  let host: ModularHost;
  let tcp: HostPort;
  beforeAll(async () => {
    host = await startModularHost();
    tcp = await leadToHost(host, 16509);
  }, 120_000);
  const watches: VirshWatch[] = [];
  afterEach(async () => {
    for (const watch of watches.splice(0)) await watch[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await tcp?.[Symbol.asyncDispose]();
    await host?.stop();
  });

  test.each<readonly [driver: keyof typeof families, uri: string]>([
    ['network', 'network:///system'],
    ['network', 'network:///system?mode=legacy'],
    ['network', 'network+tcp://127.0.0.1:{port}/system'],
    ['network', 'qemu:///system'],
    ['network', 'qemu+tcp://127.0.0.1:{port}/system'],
    ['storage', 'storage:///system'],
    ['storage', 'storage+tcp://127.0.0.1:{port}/system'],
    ['storage', 'qemu:///system'],
    ['secret', 'secret:///system'],
    ['secret', 'secret+tcp://127.0.0.1:{port}/system'],
    ['secret', 'qemu:///system?mode=legacy'],
    ['qemu', 'qemu:///system'],
    ['qemu', 'qemu:///system?mode=legacy'],
    ['qemu', 'qemu+tcp://127.0.0.1:{port}/system'],
  ])('those of the driver %s come by %s', async (driver, template) => {
    const { command, events, words, changes, last, name, before, xml, daemon, expected }: Family = families[driver];
    const live = async (as: string): Promise<void> => {
      const file = '/tmp/changing.xml';
      await host.exec('sh', '-c', 'printf %s "$2" > "$1"', 'sh', file, xml.replaceAll(name, as));
      for (const [first = '', ...more] of [...changes, last]) {
        const rest = more.length === 0 ? [file] : more.map((word) => word.replace(name, as));
        await host.exec('virsh', '-q', '-c', daemon, first, ...rest);
      }
    };

    for (const word of words) {
      watches.push(new VirshWatch(host, template.replace('{port}', '16509'), command, word));
    }
    // virsh does not say when it has begun to listen.
    await eventually('virsh prints events', async () => {
      await live(before);
      return watches.every((watch) => watch.events.length > 0);
    });

    await using connection = await connect(template.replace('{port}', String(tcp.port)), {
      environment: host.environment,
    });
    // These are the first calls for the driver, all at once: the client sends the first of them alone.
    const recorder = await EventRecorder.start(connection, events);
    await live(name);
    await recorder.next(events[0] ?? 'closed', (event) => printed(event).change === 'UNDEFINED');
    const ours = recorder.events.map(printed);
    for (const [at, watch] of watches.entries()) {
      const sameKind = ours.filter(({ word }) => word === words[at]);
      const theirs = (): readonly PrintedEvent[] => watch.events.filter((event) => event.name === name);
      await eventually('virsh has printed as many', async () => theirs().length >= sameKind.length);
      expect(theirs()).toEqual(sameKind);
    }
    const told = ours.map(({ word, change }) => `${word} ${change}`.trim());
    // A QEMU that is killed may say before its end that it shuts down.
    expect(told.filter((each) => each !== 'lifecycle SHUTDOWN')).toEqual(expected);
    expect(new Set(ours.map((event) => event.name))).toEqual(new Set([name]));
    expect(recorder.lost).toBe(0);
    await recorder.stop();
  });
});
