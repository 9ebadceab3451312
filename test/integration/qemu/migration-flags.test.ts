import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { DomainMigrateFlags } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import { migrationWith } from '../../unit/client/migration-with.ts';

type Flags = readonly DomainMigrateFlags[];

const each = Object.values(DomainMigrateFlags);
/** No flag, every flag, and every two of them. */
const all: readonly Flags[] = [
  [],
  ...each.map((flag) => [flag]),
  ...each.flatMap((first, at) => each.slice(at + 1).map((second) => [first, second])),
];
const namesOf = (flags: Flags): string => flags.map((flag) => names.get(flag)).join(' ');
const names = new Map(Object.entries(DomainMigrateFlags).map(([name, flag]) => [flag, name]));

/** Those of the flags that are refused before a daemon is asked for more than its features. */
async function refusedByUs(migrate: (flags: Flags) => Promise<unknown>): Promise<string[]> {
  const refused: string[] = [];
  for (const flags of all) {
    const error = await migrate(flags).catch((thrown: unknown) => thrown);
    if (error instanceof UsageError) refused.push(namesOf(flags));
  }
  return refused;
}

async function refusedByLibvirt(call: string): Promise<string[]> {
  const bits = all.map((flags) => flags.reduce<number>((sum, flag) => sum | flag, 0));
  const refused = await pythonLibvirt<readonly boolean[]>(script.replace('CALL', call), bits);
  return all.filter((_, at) => refused[at]).map(namesOf);
}

// The driver in the process has no part of migration, so that every call ends at the client's own checks.
const script = `
libvirt.registerErrorHandler(lambda *ignored: None, None)
here, there = libvirt.open('test:///default'), libvirt.open('test:///default')
domain = here.lookupByName('test')
def refused(flags):
    try:
        CALL
    except libvirt.libvirtError as error:
        return error.get_error_code() == libvirt.VIR_ERR_INVALID_ARG
print(json.dumps([refused(flags) for flags in args]))
`;

describeWithLab('the flags of a migration', () => {
  const uri = 'qemu+tls://there/system';

  test('that libvirt refuses with two connections are refused', async () => {
    const { domain, destination } = migrationWith();
    const ours = await refusedByUs((flags) => domain.migrate(destination, {}, { flags }));
    expect(ours).toEqual(await refusedByLibvirt('domain.migrate3(there, {}, flags)'));
    expect(ours).toContain('NON_SHARED_DISK NON_SHARED_INC');
  });

  test('that libvirt refuses with a URI are refused', async () => {
    const { domain } = migrationWith();
    const ours = await refusedByUs((flags) => domain.migrateToURI(uri, {}, { flags }));
    expect(ours).toEqual(
      await refusedByLibvirt(`domain.migrateToURI3('${uri}', {}, flags | libvirt.VIR_MIGRATE_PEER2PEER)`),
    );
    expect(ours).toContain('TUNNELLED PARALLEL');
  });
});
