import { describe, expect, test } from '@jest/globals';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { DomainMigrateFlags, ErrorNumber } from '../../../src/generated/api-enums.ts';
import type { ServerFault } from '../../../src/rpc/rpc-server.ts';
import { migrationWith } from './migration-with.ts';

const failed = { code: ErrorNumber.ERR_OPERATION_FAILED, message: 'failed', domain: 10 };
const protection = BigInt(DomainMigrateFlags.CHANGE_PROTECTION);

/** The steps with what they were told of the ones before: cookie, and whether it is cancelled. */
const told = (steps: ReturnType<typeof migrationWith>['steps']) =>
  steps.map(({ step, cookie, cancelled }) => [step, cookie, cancelled]);

describe('a migration', () => {
  test('goes through the phases with the cookies of the ones before', async () => {
    const { domain, destination, steps } = migrationWith();
    const moved = await domain.migrate(destination, { bandwidth: 5 }, { flags: DomainMigrateFlags.LIVE });
    expect(moved.connection).toBe(destination);
    expect(moved.toJSON()).toEqual({ name: 'web', uuid: domain.uuid, id: 12 });
    expect(told(steps)).toEqual([
      ['Begin3', undefined, undefined],
      ['Prepare3', 'begun', undefined],
      ['Perform3', 'prepared', undefined],
      ['Finish3', 'performed', 0],
      ['Confirm3', 'finished', 0],
    ]);
    expect(steps.map(({ flags }) => flags)).toEqual([1n | protection, 1n, 1n | protection, 1n, 1n | protection]);
    const xml = { bandwidth: 5n, destination_xml: '<domain/>' };
    const uri = { ...xml, migrate_uri: 'tcp://there:49152' };
    const [begin, prepare, perform, finish, confirm] = steps.map(({ params }) => params);
    expect([begin, prepare, perform]).toEqual([{ bandwidth: 5n }, xml, uri]);
    const named = { ...uri, destination_name: 'web' };
    expect([finish, confirm]).toEqual([named, named]);
  });

  test('keeps a paused domain paused, and the flags of the source there', async () => {
    const { domain, destination, steps } = migrationWith({ paused: true, uri: null });
    const flags = [DomainMigrateFlags.ABORT_ON_ERROR, DomainMigrateFlags.AUTO_CONVERGE];
    await domain.migrate(destination, { migrate_uri: 'tcp://here', destination_name: 'other' }, { flags });
    const paused = BigInt(DomainMigrateFlags.PAUSED);
    const given = BigInt(DomainMigrateFlags.ABORT_ON_ERROR | DomainMigrateFlags.AUTO_CONVERGE) | protection;
    expect(steps.map((step) => step.flags)).toEqual([given, paused, given | paused, paused, given | paused]);
    expect(steps[3]?.params).toMatchObject({ migrate_uri: 'tcp://here', destination_name: 'other' });
  });

  test('sends nothing of a domain that does not run', async () => {
    const { domain, destination, steps } = migrationWith();
    await domain.migrate(destination, {}, { flags: [DomainMigrateFlags.OFFLINE, DomainMigrateFlags.PERSIST_DEST] });
    expect(told(steps).slice(2)).toEqual([
      ['Finish3', '', 0],
      ['Confirm3', 'finished', 0],
    ]);
  });

  test.each(['source', 'destination'] as const)('does without extensible parameters for an old %s', async (side) => {
    const { domain, destination, steps } = migrationWith({ lacking: { [side]: [13] } });
    await domain.migrate(destination, { bandwidth: 7n, destination_name: 'other', destination_xml: '<given/>' });
    const common = { dname: 'other', resource: 7n };
    const uri = 'tcp://there:49152';
    expect(steps.map(({ args }) => args)).toMatchObject([
      { ...common, xmlin: '<given/>', flags: protection },
      { ...common, uri_in: null, dom_xml: '<domain/>', flags: 0n },
      { ...common, xmlin: null, dconnuri: null, uri, flags: protection },
      { dname: 'other', dconnuri: null, uri, flags: 0n, cancelled: 0 },
      { flags: protection, cancelled: 0 },
    ]);
    expect(steps.map(({ cookie }) => cookie)).toEqual([undefined, 'begun', 'prepared', 'performed', 'finished']);
  });

  test('refuses what cannot be before it begins', async () => {
    const old = migrationWith({ lacking: { source: [13] } });
    await expect(old.domain.migrate(old.destination, { disks_port: 5 })).rejects.toThrow(/too old.*disks_port/);
    const older = migrationWith({ lacking: { source: [13], destination: [6] } });
    await expect(older.domain.migrate(older.destination)).rejects.toThrow(/no migration protocol in common/);
    expect([...old.steps, ...older.steps]).toEqual([]);
  });

  test('asks the source alone to protect the domain from changes', async () => {
    const { domain, destination, steps } = migrationWith({ lacking: { destination: [7] } });
    await domain.migrate(destination, {}, { flags: DomainMigrateFlags.CHANGE_PROTECTION });
    expect(steps.map(({ flags }) => flags)).toEqual([protection, 0n, protection, 0n, protection]);
  });
});

describe('a migration that fails', () => {
  const fails = async (step: string, faults: Readonly<Record<string, ServerFault>> = { [step]: failed }) => {
    const { domain, destination, steps } = migrationWith({ faults });
    await expect(domain.migrate(destination)).rejects.toMatchObject({ procedure: `domainMigrate${step}Params` });
    return told(steps).slice(1);
  };

  test('at its begin is over', async () => {
    expect(await fails('Begin3')).toEqual([]);
  });

  test('at the preparation tells the source', async () => {
    expect(await fails('Prepare3')).toEqual([
      ['Prepare3', 'begun', undefined],
      ['Confirm3', '', 1],
    ]);
  });

  test('at the preparation tells no source that keeps nothing', async () => {
    const { domain, destination, steps } = migrationWith({ faults: { Prepare3: failed }, lacking: { source: [7] } });
    await expect(domain.migrate(destination)).rejects.toMatchObject({ procedure: 'domainMigratePrepare3Params' });
    expect(steps.map(({ step, flags }) => [step, flags])).toEqual([
      ['Begin3', 0n],
      ['Prepare3', 0n],
    ]);
  });

  test('for want of a URI tells both', async () => {
    const { domain, destination, steps } = migrationWith({
      uri: null,
      faults: { Finish3: { ...failed, code: ErrorNumber.ERR_MIGRATE_FINISH_OK } },
    });
    await expect(domain.migrate(destination)).rejects.toThrow(/migrate_uri/);
    expect(told(steps).slice(2)).toEqual([
      ['Finish3', 'prepared', 1],
      ['Confirm3', '', 1],
    ]);
  });

  test('while it is sent tells the destination, and keeps the error of the source', async () => {
    const finish = { ...failed, code: ErrorNumber.ERR_MIGRATE_FINISH_OK, message: 'migration successfully aborted' };
    expect(await fails('Perform3', { Perform3: failed, Finish3: finish })).toEqual([
      ['Prepare3', 'begun', undefined],
      ['Perform3', 'prepared', undefined],
      ['Finish3', '', 1],
    ]);
  });

  test('while it is sent has the cause that the destination knows', async () => {
    const faults = {
      Perform3: failed,
      Finish3: { ...failed, code: ErrorNumber.ERR_INTERNAL_ERROR, message: 'no disk' },
    };
    const { domain, destination } = migrationWith({ faults });
    await expect(domain.migrate(destination)).rejects.toMatchObject({
      name: 'LibvirtError',
      code: 'VIR_ERR_OPERATION_FAILED',
      number: 9,
      domain: 10,
      message: 'the source: failed; the destination: no disk',
      procedure: 'domainMigratePerform3Params',
      cause: { code: 'VIR_ERR_INTERNAL_ERROR', message: 'no disk', procedure: 'domainMigrateFinish3Params' },
    });
  });

  test('at the destination goes on at the source, in whose answer nothing is told', async () => {
    const faults = { Finish3: failed, Confirm3: { ...failed, message: 'too late' } };
    const { domain, destination, steps } = migrationWith({ faults });
    await expect(domain.migrate(destination)).rejects.toMatchObject({ procedure: 'domainMigrateFinish3Params' });
    expect(told(steps).slice(3)).toEqual([
      ['Finish3', 'performed', 0],
      ['Confirm3', '', 1],
    ]);
  });
});

describe('a migration that is aborted', () => {
  const abortedAt = async (step: string, performs = false) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { domain, destination, steps } = migrationWith({
      ...(performs ? {} : { faults: { Perform3: { ...failed, code: 78 }, Finish3: { ...failed, code: 93 } } }),
      onStep: async (now) => {
        if (now !== step) return;
        controller.abort(reason);
        // the abort is on its way before the step is answered
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    const migration = domain.migrate(destination, {}, { signal: controller.signal });
    if (performs) await migration;
    else await expect(migration).rejects.toMatchObject({ name: 'AbortError', cause: reason });
    return told(steps).slice(1);
  };

  test('aborts the job of the source and lets the destination forget it', async () => {
    expect(await abortedAt('Perform3')).toEqual([
      ['Prepare3', 'begun', undefined],
      ['Perform3', 'prepared', undefined],
      ['abortJob', undefined, undefined],
      ['Finish3', '', 1],
    ]);
  });

  test('too late moves', async () => {
    expect((await abortedAt('Perform3', true)).slice(-2)).toEqual([
      ['Finish3', 'performed', 0],
      ['Confirm3', 'finished', 0],
    ]);
  });

  test('between the phases ends those that have begun', async () => {
    expect(await abortedAt('Begin3')).toEqual([['Confirm3', '', 1]]);
    expect((await abortedAt('Prepare3')).slice(1)).toEqual([
      ['Finish3', 'prepared', 1],
      ['Confirm3', '', 1],
    ]);
  });

  test('before it begins does not', async () => {
    const { domain, destination, steps } = migrationWith();
    const signal = AbortSignal.abort();
    await expect(domain.migrate(destination, {}, { signal })).rejects.toThrow(AbortError);
    expect(steps).toEqual([]);
  });
});
