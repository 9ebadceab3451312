import { describe, expect, test } from '@jest/globals';
import { DomainMigrateFlags, DomainSaveRestoreFlags } from '../../../src/generated/api-enums.ts';
import { domainWith, noSupport, text, web } from './domain-with.ts';

describe('a handle', () => {
  const done = (): undefined => undefined;

  test('has no id once the domain is saved', async () => {
    const { domain, calls } = domainWith({
      domainSave: done,
      domainSaveFlags: done,
      domainSaveParams: done,
      domainManagedSave: done,
      domainCreateWithFlags: () => ({ dom: web }),
    });
    const { RUNNING } = DomainSaveRestoreFlags;
    for (const save of [
      () => domain.save('/save'),
      () => domain.save('/save', { flags: RUNNING }),
      () => domain.save('/save', { dxml: '<domain/>' }),
      () => domain.saveParams({ file: '/save' }),
      () => domain.managedSave(),
    ]) {
      await domain.create();
      expect(domain.id).toBe(7);
      await save();
      expect(domain.id).toBe(-1);
    }
    expect(calls.filter(([name]) => name !== 'domainCreateWithFlags')).toEqual([
      ['domainSave', { to: '/save' }],
      ['domainSaveFlags', { to: '/save', dxml: null, flags: RUNNING }],
      ['domainSaveFlags', { to: '/save', dxml: '<domain/>', flags: 0 }],
      ['domainSaveParams', { params: [text('file', '/save')], flags: 0 }],
      ['domainManagedSave', { flags: 0 }],
    ]);
  });

  test('has the new name once the domain is renamed', async () => {
    const { domain } = domainWith({ domainRename: () => ({ retcode: 0 }) });
    await domain.rename('mail');
    expect(domain.name).toBe('mail');
    expect(domain.reference.name).toBe('mail');
    const refused = domainWith({ domainRename: () => noSupport });
    await expect(refused.domain.rename('mail')).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    expect(refused.domain.name).toBe('web');
  });

  test('is migrated peer to peer, whatever the flags', async () => {
    const { domain, calls } = domainWith({ domainMigratePerform3Params: () => ({ cookie_out: Uint8Array.of(1) }) });
    const { LIVE, PEER2PEER } = DomainMigrateFlags;
    await domain.migrateToURI('qemu+tls://kvm2/system', { migrate_disks: ['vda', 'vdb'] }, { flags: LIVE });
    await domain.migrateToURI('qemu+tls://kvm2/system');
    const args = { dconnuri: 'qemu+tls://kvm2/system', cookie_in: new Uint8Array(0) };
    const params = [text('migrate_disks', 'vda'), text('migrate_disks', 'vdb')];
    expect(calls).toEqual([
      ['domainMigratePerform3Params', { ...args, params, flags: LIVE | PEER2PEER }],
      ['domainMigratePerform3Params', { ...args, params: [], flags: PEER2PEER }],
    ]);
  });
});
