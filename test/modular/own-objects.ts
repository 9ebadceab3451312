import type { Connection } from '../../src/client/connection.ts';
import type { ModularHost } from '../support/modular-lab/modular-host.ts';
import { lastError } from './virsh-words.ts';

/** The drivers that have daemons of their own, and what they are called there. */
export const drivers = ['qemu', 'network', 'storage', 'secret', 'interface', 'nodedev', 'nwfilter'] as const;
export type Driver = (typeof drivers)[number];

export const daemonOf = {
  qemu: 'virtqemud',
  network: 'virtnetworkd',
  storage: 'virtstoraged',
  secret: 'virtsecretd',
  interface: 'virtinterfaced',
  nodedev: 'virtnodedevd',
  nwfilter: 'virtnwfilterd',
} as const satisfies Record<Driver, string>;

/** How a driver names itself in answer to virConnectGetType. */
export const typeOf = (driver: Driver): string => (driver === 'qemu' ? 'QEMU' : driver);

interface Listing {
  /** virsh's, which prints a table. */
  readonly command: readonly string[];
  /** That of the names in it. */
  readonly column: number;
  readonly ours: (connection: Connection) => Promise<readonly string[]>;
}

const named = (objects: readonly { readonly name: string }[]): string[] => objects.map(({ name }) => name);

/** The objects that a driver has, as virsh and as we list them. */
export const listings: Readonly<Record<Driver, Listing>> = {
  qemu: {
    command: ['list', '--all', '--name'],
    column: 0,
    ours: async (connection) => named(await connection.listAllDomains()),
  },
  network: {
    command: ['net-list', '--all', '--name'],
    column: 0,
    ours: async (connection) => named(await connection.listAllNetworks()),
  },
  storage: {
    command: ['pool-list', '--all', '--name'],
    column: 0,
    ours: async (connection) => named(await connection.listAllStoragePools()),
  },
  secret: {
    command: ['secret-list'],
    column: 0,
    ours: async (connection) => (await connection.listAllSecrets()).map(({ uuid }) => uuid),
  },
  interface: {
    command: ['iface-list', '--all'],
    column: 0,
    ours: async (connection) => named(await connection.listAllInterfaces()),
  },
  nodedev: {
    command: ['nodedev-list'],
    column: 0,
    ours: async (connection) => named(await connection.listAllNodeDevices()),
  },
  nwfilter: {
    command: ['nwfilter-list'],
    column: 1,
    ours: async (connection) => named(await connection.listAllNWFilters()),
  },
};

/** What is listed by virsh on this road, or the words with which it is refused. */
export async function listedByVirsh(
  host: ModularHost,
  uri: string | undefined,
  driver: Driver,
  ...options: readonly string[]
): Promise<readonly string[] | string> {
  const { command, column } = listings[driver];
  const { status, stdout, stderr } = await host.virsh(uri, ...options, ...command);
  if (status !== 0) return lastError(stderr);
  const rows = stdout.split('\n').filter((line) => line.trim() !== '');
  return rows.map((row) => row.trim().split(/\s+/)[column] ?? '').sort();
}

/** The same as we list it, or the words of the error. */
export async function listedByUs(connection: Connection, driver: Driver): Promise<readonly string[] | string> {
  return listings[driver].ours(connection).then(
    (names) => [...names].sort(),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** The UUID of the secret that {@link defineOne} defines. */
export const secretUuid = '5ec2e700-0000-4000-8000-000000000001';

const documents = {
  define: "<domain type='qemu'><name>web</name><memory>1024</memory><os><type>hvm</type></os></domain>",
  'pool-define': "<pool type='dir'><name>images</name><target><path>/images</path></target></pool>",
  'secret-define': `<secret ephemeral='yes' private='no'><uuid>${secretUuid}</uuid><usage type='volume'><volume>/v</volume></usage></secret>`,
} as const;

/** Has a domain, a pool and a secret defined; the other drivers have objects by themselves. */
export async function defineOne(host: ModularHost): Promise<void> {
  for (const [command, xml] of Object.entries(documents)) {
    await host.exec(
      'sh',
      '-c',
      `printf %s "$1" > /tmp/one.xml && virsh -q -c qemu:///system ${command} /tmp/one.xml`,
      'sh',
      xml,
    );
  }
}
