import { describe, expect, test } from '@jest/globals';
import { DomainMigrateFlags } from '../../../src/generated/api-enums.ts';
import { migrationWith } from './migration-with.ts';

const { LIVE, PEER2PEER } = DomainMigrateFlags;
const uri = 'qemu+tls://there/system';
const failed = { code: 78, message: 'cancelled', domain: 10 };

describe('a migration from daemon to daemon', () => {
  test('is one call to the source', async () => {
    const { domain, steps } = migrationWith();
    await domain.migrateToURI(uri, { bandwidth: 5, destination_name: 'other' }, { flags: LIVE });
    expect(steps).toMatchObject([
      {
        step: 'Perform3',
        flags: BigInt(LIVE | PEER2PEER),
        cookie: '',
        params: { bandwidth: 5n, destination_name: 'other' },
        args: { dconnuri: uri },
      },
    ]);
  });

  test('does without extensible parameters for an old source', async () => {
    const { domain, steps } = migrationWith({ lacking: { source: [13] } });
    await domain.migrateToURI(uri, { bandwidth: 5, destination_name: 'other', migrate_uri: 'tcp://there' });
    await domain.migrateToURI(uri, { destination_xml: '<given/>' });
    const args = { cookie_in: new Uint8Array(0), dconnuri: uri, flags: BigInt(PEER2PEER) };
    expect(steps.map((step) => [step.params, step.args])).toMatchObject([
      [undefined, { ...args, xmlin: null, dname: 'other', uri: 'tcp://there', resource: 5n }],
      [undefined, { ...args, xmlin: '<given/>', dname: null, uri: null, resource: 0n }],
    ]);
    await expect(domain.migrateToURI(uri, { disks_port: 5 })).rejects.toThrow(/too old.*disks_port/);
    expect(steps).toHaveLength(2);
  });

  const abortedAtOnce = (performs: boolean) => {
    const controller = new AbortController();
    const { domain, steps } = migrationWith({
      ...(performs ? {} : { faults: { Perform3: failed } }),
      onStep: async () => {
        controller.abort('enough');
        // the abort is on its way before the step is answered
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    const migration = domain.migrateToURI(uri, {}, { signal: controller.signal });
    return { migration, steps };
  };

  test('that is aborted aborts the job of the source', async () => {
    const { migration, steps } = abortedAtOnce(false);
    await expect(migration).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(steps.map(({ step }) => step)).toEqual(['Perform3', 'abortJob']);
  });

  test('that is aborted too late moves', async () => {
    const { migration, steps } = abortedAtOnce(true);
    await migration;
    expect(steps.map(({ step }) => step)).toEqual(['Perform3', 'abortJob']);
  });

  test('that is aborted before does not begin', async () => {
    const { domain, steps } = migrationWith();
    const migration = domain.migrateToURI(uri, {}, { signal: AbortSignal.abort('enough') });
    await expect(migration).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(steps).toEqual([]);
  });

  test('is waited for no longer than its timeout, and goes on', async () => {
    let answer: (() => void) | undefined;
    const { domain, steps } = migrationWith({
      onStep: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    await expect(domain.migrateToURI(uri, {}, { timeout: 20 })).rejects.toMatchObject({
      name: 'TimeoutError',
      procedure: 'domainMigratePerform3Params',
    });
    expect(steps.map(({ step }) => step)).toEqual(['Perform3']);
    answer?.();
  });
});
