import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { DomainMigrateFlags } from '../../../src/generated/api-enums.ts';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import {
  goesOn,
  type MigrationPair,
  rover,
  roverXml,
  startMigrationPair,
  stopMigrationPair,
  underWay,
  uriOf,
} from './migration-pair.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

const { LIVE, OFFLINE, PERSIST_DEST } = DomainMigrateFlags;
/** VIR_FROM_QEMU. */
const fromQemu = 10;

/** What virDomainMigrate3 takes besides the connections. */
interface Wanted {
  readonly flags: DomainMigrateFlags;
  readonly params?: { readonly migrate_uri?: string; readonly destination_xml?: string };
}

/** Why a migration failed, or 'moved'. */
type End = readonly [number: number, domain: number, message: string] | 'moved';

/** Something that keeps the guest from moving. */
interface Obstacle {
  readonly what: string;
  readonly wanted?: Wanted;
  /** The call that it fails at. */
  readonly procedure: string;
  /** Puts it in the way before the migration begins, and tells how to take it away. */
  readonly before?: (pair: MigrationPair) => Promise<() => Promise<unknown>>;
}

const obstacles: readonly Obstacle[] = [
  {
    what: 'the destination has another domain of the name',
    procedure: 'domainMigratePrepare3Params',
    before: async ({ second }) => {
      const other = await second.domainDefineXML(roverXml.replace('0009</uuid>', '0010</uuid>'));
      return () => other.undefine();
    },
  },
  {
    what: 'the destination does not know the way',
    wanted: { flags: LIVE, params: { migrate_uri: 'gopher://there:70' } },
    procedure: 'domainMigratePrepare3Params',
  },
  {
    what: 'it is to be another at the destination',
    wanted: { flags: LIVE, params: { destination_xml: roverXml.replace('rover', 'other') } },
    procedure: 'domainMigrateBegin3Params',
  },
  {
    what: 'it is neither sent nor kept',
    wanted: { flags: OFFLINE },
    procedure: 'domainMigrateBegin3Params',
  },
  {
    what: 'the source does not find the destination',
    wanted: { flags: LIVE, params: { migrate_uri: 'tcp://nowhere.invalid:49152' } },
    procedure: 'domainMigratePerform3Params',
  },
  {
    what: 'the destination cannot keep it in the end',
    wanted: { flags: PERSIST_DEST },
    procedure: 'domainMigrateFinish3Params',
    before: async ({ hosts }) => {
      await hosts[1].exec('mount', '-t', 'tmpfs', '-o', 'ro', 'none', '/etc/libvirt/qemu');
      return () => hosts[1].exec('umount', '/etc/libvirt/qemu');
    },
  },
];

await describeWithQemu('a guest that cannot move stays where it is, and runs on', ['9.0.0'], () => {
  let pair: MigrationPair;
  let second: Connection;
  let domain: Domain;

  beforeAll(async () => {
    pair = await startMigrationPair(['9.0.0', '9.0.0']);
    second = pair.second;
    domain = await rover(pair.first);
  }, setUpTime);

  afterAll(async () => {
    await second?.close();
    await stopMigrationPair(pair);
  });

  /** By libvirt's own client, in a process of its own. */
  const byLibvirt = ({ flags, params = {} }: Wanted): Promise<End> =>
    pythonLibvirt<End>(migration, {
      uris: pair.hosts.map(({ uri }) => uri),
      name: domain.name,
      params,
      flags,
    });

  const byUs = async ({ flags, params }: Wanted, procedure: string): Promise<End> => {
    try {
      await domain.migrate(second, params, { flags });
      return 'moved';
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
      expect(error.procedure).toBe(procedure);
      return [error.number, error.domain, error.message];
    }
  };

  const nothingIsLeft = async (): Promise<void> => {
    await goesOn(domain);
    await expect(second.listAllDomains()).resolves.toEqual([]);
  };

  test.each(obstacles)(
    'when $what, for the reason that libvirt tells',
    async ({ wanted = { flags: LIVE }, procedure, before }) => {
      const ends: End[] = [];
      for (const migrate of [byLibvirt, byUs]) {
        const takeAway = await before?.(pair);
        ends.push(await migrate(wanted, procedure));
        await takeAway?.();
        await nothingIsLeft();
      }
      const [theirs, ours] = ends;
      expect(theirs).toHaveLength(3);
      expect(ours).toEqual(theirs);
    },
    testTime,
  );

  test(
    'when the daemons are on their own and the destination has another domain of the name',
    async () => {
      const other = await second.domainDefineXML(roverXml.replace('0009</uuid>', '0010</uuid>'));
      await expect(domain.migrateToURI(uriOf(pair.hosts[1]), {}, { flags: LIVE })).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_FAILED',
        message: expect.stringContaining(`domain 'rover' already exists with uuid ${other.uuid}`),
        procedure: 'domainMigratePerform3Params',
      });
      await other.undefine();
      await nothingIsLeft();
    },
    testTime,
  );

  test(
    'when the connection to the destination may only read',
    async () => {
      await using reader = await connect(pair.hosts[1].uri, { readOnly: true });
      await expect(domain.migrate(reader, {}, { flags: LIVE })).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_DENIED',
        procedure: 'domainMigratePrepare3Params',
      });
      await nothingIsLeft();
    },
    testTime,
  );

  test(
    'when the destination loses it meanwhile, for what both know of that',
    async () => {
      const end = expect(domain.migrate(second, { bandwidth: 1 }, { flags: LIVE })).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_FAILED',
        message: expect.stringMatching(/^the source: .+; the destination: .+$/s),
        procedure: 'domainMigratePerform3Params',
        cause: { domain: fromQemu, procedure: 'domainMigrateFinish3Params' },
      });
      await underWay(domain);
      // so that the source hears of it when the destination has it behind itself
      await pair.hosts[0].exec('sh', '-c', 'kill -STOP $(cat /run/libvirtd.pid)');
      await pair.hosts[1].exec('sh', '-c', 'kill -KILL $(cat /run/libvirt/qemu/rover.pid)');
      await eventually('the guest is gone', async () => (await second.listAllDomains()).length === 0);
      await pair.hosts[0].exec('sh', '-c', 'kill -CONT $(cat /run/libvirtd.pid)');
      await end;
      await nothingIsLeft();
    },
    testTime,
  );

  test(
    'when the daemon of the destination ends meanwhile',
    async () => {
      const end = expect(domain.migrate(second, { bandwidth: 1 }, { flags: LIVE })).rejects.toMatchObject({
        name: 'ConnectionError',
        reason: 'eof',
      });
      await underWay(domain);
      await pair.hosts[1].exec('sh', '-c', 'kill -KILL $(cat /run/libvirtd.pid)');
      await domain.migrateSetMaxSpeed(1000);
      await end;
      await goesOn(domain);

      await pair.hosts[1].exec('libvirtd', '--daemon', '--listen');
      await eventually('the daemon answers again', () =>
        connect(pair.hosts[1].uri).then(
          (connection) => {
            second = connection;
            return true;
          },
          () => false,
        ),
      );
      await eventually('it has forgotten the guest', async () => (await second.listAllDomains()).length === 0);
    },
    testTime,
  );

  test(
    'when the destination is gone altogether meanwhile',
    async () => {
      const end = expect(domain.migrate(second, { bandwidth: 1 }, { flags: LIVE })).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_FAILED',
        procedure: 'domainMigratePerform3Params',
      });
      await underWay(domain);
      await pair.hosts[1].stop();
      await end;
      await goesOn(domain);
    },
    testTime,
  );
});

const migration = `
libvirt.registerErrorHandler(lambda *ignored: None, None)
source, destination = map(libvirt.open, args['uris'])
try:
    source.lookupByName(args['name']).migrate3(destination, args['params'], args['flags'])
    print(json.dumps('moved'))
except libvirt.libvirtError as error:
    print(json.dumps([error.get_error_code(), error.get_error_domain(), error.get_error_message()]))
`;
