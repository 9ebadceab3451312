import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { DomainMigrateFlags, ErrorNumber } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import {
  type MigrationScript,
  type MigrationStep,
  migrationDaemons,
  migrationWith,
} from '../../unit/client/migration-with.ts';

/** What a client asked the two daemons for, and what its caller got: the domain's name, or number and message of an error. */
interface Course {
  readonly steps: readonly Omit<MigrationStep, 'args'>[];
  readonly end: readonly [name: string] | readonly [number: number, message: string];
}

interface Wanted {
  readonly flags?: readonly DomainMigrateFlags[];
  readonly params?: Readonly<Record<string, string | number>>;
  /** From daemon to daemon. */
  readonly uri?: string;
}

const flags = DomainMigrateFlags;
const qemu = 10;
const failed = { code: ErrorNumber.ERR_OPERATION_FAILED, message: 'operation failed', domain: qemu };
const forgotten = { code: ErrorNumber.ERR_MIGRATE_FINISH_OK, message: 'forgotten', domain: qemu };
const noDisk = { code: ErrorNumber.ERR_INTERNAL_ERROR, message: 'no disk', domain: qemu };
const offByRpc = { ...noDisk, domain: 7 };
const cannot = { ...failed, code: ErrorNumber.ERR_SYSTEM_ERROR, message: 'no route' };

const courses: readonly (readonly [what: string, script: MigrationScript, wanted?: Wanted])[] = [
  ['nothing goes wrong', {}],
  [
    'it is renamed, limited and described',
    {},
    { params: { bandwidth: 5, destination_name: 'other', destination_xml: '<given/>' } },
  ],
  ['it is paused', { paused: true }],
  ['post-copy goes on that had failed', { paused: true }, { flags: [flags.POSTCOPY, flags.POSTCOPY_RESUME] }],
  [
    'flags are the source’s alone',
    { paused: true },
    { flags: [flags.ABORT_ON_ERROR, flags.AUTO_CONVERGE, flags.CHANGE_PROTECTION, flags.LIVE] },
  ],
  ['it does not run', {}, { flags: [flags.OFFLINE, flags.PERSIST_DEST] }],
  ['the caller says where to', { uri: null }, { params: { migrate_uri: 'tcp://here' } }],
  ['both say where to', {}, { params: { migrate_uri: 'tcp://here' } }],
  ['the source cannot protect it', { lacking: { source: [7] } }],
  ['the source is old', { lacking: { source: [13] } }, { params: { bandwidth: 5, destination_xml: '<given/>' } }],
  [
    'the destination is old',
    { lacking: { destination: [13] }, paused: true, uri: null },
    { params: { destination_name: 'other', migrate_uri: 'tcp://here' } },
  ],
  ['the begin fails', { faults: { Begin3: failed } }],
  ['the preparation fails', { faults: { Prepare3: failed, Confirm3: cannot } }],
  ['the preparation fails without protection', { faults: { Prepare3: failed }, lacking: { source: [7] } }],
  ['the sending fails', { faults: { Perform3: failed, Finish3: forgotten } }],
  ['the sending fails, and the way to the destination too', { faults: { Perform3: failed, Finish3: offByRpc } }],
  ['the sending fails for a reason of its own', { faults: { Perform3: cannot, Finish3: noDisk } }],
  ['the sending fails at old daemons', { faults: { Perform3: cannot, Finish3: noDisk }, lacking: { source: [13] } }],
  ['the end fails', { faults: { Finish3: failed } }],
  ['the end fails, and the confirmation too', { faults: { Finish3: failed, Confirm3: cannot } }],
  ['the confirmation fails', { faults: { Confirm3: cannot } }],
];

/** Those that the destination knows more of: by their release clients tell its words alone or those of both. */
const toldCourses: typeof courses = [
  ['the sending fails', { faults: { Perform3: failed, Finish3: noDisk } }],
  ['the sending fails at old daemons', { faults: { Perform3: failed, Finish3: noDisk }, lacking: { source: [13] } }],
];

/** Those of a migration from daemon to daemon. */
const shortCourses: typeof courses = [
  ['nothing goes wrong', {}],
  ['it is renamed and limited', {}, { params: { bandwidth: 5, destination_name: 'other' }, flags: [flags.LIVE] }],
  ['it fails', { faults: { Perform3: failed } }],
  ['the source is old', { lacking: { source: [13] } }, { params: { bandwidth: 5, destination_xml: '<given/>' } }],
  ['the source is old and it fails', { lacking: { source: [13] }, faults: { Perform3: cannot } }],
];

describeWithLab('libvirt’s own client takes the same course as ours', () => {
  test.each(courses)('through the client when %s', async (_, script, wanted = {}) => {
    expect(await byUs(script, wanted)).toEqual(await byLibvirt(script, wanted));
  });

  test.each(toldCourses)('through the client when %s, and tells what the destination knows', async (_, script) => {
    const [ours, theirs] = [await byUs(script, {}), await byLibvirt(script, {})];
    expect(ours.steps).toEqual(theirs.steps);
    for (const { end } of [ours, theirs]) expect(end[1]).toContain(noDisk.message);
  });

  test.each(shortCourses)('from daemon to daemon when %s', async (_, script, given = {}) => {
    const flags = [...(given.flags ?? []), DomainMigrateFlags.PEER2PEER];
    const wanted = { ...given, flags, uri: 'qemu+tls://there/system' };
    expect(await byUs(script, wanted)).toEqual(await byLibvirt(script, wanted));
  });
});

async function byUs(script: MigrationScript, { flags, params, uri }: Wanted): Promise<Course> {
  const { domain, destination, steps } = migrationWith(script);
  const migrated =
    uri === undefined
      ? domain.migrate(destination, params, { flags })
      : domain.migrateToURI(uri, params, { flags }).then(() => domain);
  const end = await migrated.then(
    ({ name }) => [name] as const,
    (error: unknown) => {
      if (!(error instanceof LibvirtError)) throw error;
      return [error.number, error.message] as const;
    },
  );
  return { steps: comparable(steps), end };
}

async function byLibvirt(script: MigrationScript, { flags = [], params = {}, uri }: Wanted): Promise<Course> {
  const { source, destination, steps } = migrationDaemons(script);
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  try {
    await using here = await source.listen({ path: join(directory, 'source') });
    await using there = await destination.listen({ path: join(directory, 'destination') });
    const end = await pythonLibvirt<Course['end']>(migration, {
      uris: [here, there].map(({ uri }) => uri),
      params,
      uri: uri ?? null,
      flags: flags.reduce<number>((sum, flag) => sum | flag, 0),
    });
    return { steps: comparable(steps), end };
  } finally {
    await rm(directory, { recursive: true });
  }
}

const comparable = (steps: readonly MigrationStep[]): Course['steps'] => steps.map(({ args, ...step }) => step);

const migration = `
libvirt.registerErrorHandler(lambda *ignored: None, None)
source, destination = map(libvirt.open, args['uris'])
try:
    moved = source.lookupByName('web')
    if args['uri'] is None:
        moved = moved.migrate3(destination, args['params'], args['flags'])
    else:
        moved.migrateToURI3(args['uri'], args['params'], args['flags'])
    print(json.dumps([moved.name()]))
except libvirt.libvirtError as error:
    print(json.dumps([error.get_error_code(), error.get_error_message()]))
`;
