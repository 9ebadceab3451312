import { describe, expect, test } from '@jest/globals';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { DomainGuestInfoTypes, DomainMemoryFlags, DomainModificationImpact } from '../../../src/generated/api-enums.ts';
import { domainWith, text, ullong } from './domain-with.ts';

describe('typed parameters of a domain', () => {
  test('are asked for in two phases, with strings', async () => {
    const params = [ullong('read_bytes_sec', 5n), text('group_name', 'slow')];
    const { domain, calls } = domainWith({
      domainGetBlockIoTune: ({ nparams }) => (nparams === 0 ? { params: [], nparams: 2 } : { params, nparams: 0 }),
    });
    expect(await domain.getBlockIoTune('vda', { flags: DomainModificationImpact.CONFIG })).toEqual({
      read_bytes_sec: 5n,
      group_name: 'slow',
    });
    expect(calls).toEqual([
      ['domainGetBlockIoTune', { disk: 'vda', nparams: 0, flags: 6 }],
      ['domainGetBlockIoTune', { disk: 'vda', nparams: 2, flags: 6 }],
    ]);
  });

  test('of the scheduler are counted by asking for its type', async () => {
    const { domain, calls } = domainWith({
      domainGetSchedulerType: () => ({ type: 'posix', nparams: 1 }),
      domainGetSchedulerParameters: () => ({ params: [ullong('cpu_shares', 9n)] }),
      domainGetSchedulerParametersFlags: () => ({ params: [ullong('cpu_shares', 8n)] }),
    });
    expect(await domain.getSchedulerParameters()).toEqual({ cpu_shares: 9n });
    expect(await domain.getSchedulerParameters({ flags: [] })).toEqual({ cpu_shares: 8n });
    expect(calls.filter(([name]) => name !== 'domainGetSchedulerType')).toEqual([
      ['domainGetSchedulerParameters', { nparams: 1 }],
      ['domainGetSchedulerParametersFlags', { nparams: 1, flags: 4 }],
    ]);
  });

  test('go the plain way without flags, and the other with them', async () => {
    const { domain, calls } = domainWith({
      domainSetSchedulerParameters: () => undefined,
      domainSetSchedulerParametersFlags: () => undefined,
    });
    await domain.setSchedulerParameters({ cpu_shares: 5 });
    await domain.setSchedulerParameters({ cpu_shares: 5 }, { flags: DomainModificationImpact.CONFIG });
    const params = [ullong('cpu_shares', 5n)];
    expect(calls).toEqual([
      ['domainSetSchedulerParameters', { params }],
      ['domainSetSchedulerParametersFlags', { params, flags: 2 }],
    ]);
  });
});

describe('what lies inside a domain', () => {
  test('is peeked at whole or not at all', async () => {
    const { domain, calls } = domainWith({
      domainMemoryPeek: () => ({ buffer: Uint8Array.of(1, 2, 3) }),
      domainBlockPeek: () => ({ buffer: Uint8Array.of(1, 2, 3) }),
    });
    const { PHYSICAL } = DomainMemoryFlags;
    expect(await domain.memoryPeek(2n ** 40n, 3, { flags: PHYSICAL })).toEqual(Uint8Array.of(1, 2, 3));
    expect(await domain.blockPeek('vda', 5, 3)).toEqual(Uint8Array.of(1, 2, 3));
    expect(calls).toEqual([
      ['domainMemoryPeek', { offset: 2n ** 40n, size: 3, flags: 2 }],
      ['domainBlockPeek', { path: 'vda', offset: 5n, size: 3, flags: 0 }],
    ]);
    await expect(domain.memoryPeek(0, 4, { flags: PHYSICAL })).rejects.toThrow(ProtocolError);
    await expect(domain.blockPeek('vda', 0, 2)).rejects.toThrow(ProtocolError);
    for (const size of [4_194_305, -1, Number.NaN]) {
      await expect(domain.memoryPeek(0, size)).rejects.toThrow(UsageError);
      await expect(domain.blockPeek('vda', 0, size)).rejects.toThrow(UsageError);
    }
    expect(calls).toHaveLength(4);
  });

  test('is memory, by names and for new ones by numbers', async () => {
    const { domain } = domainWith({
      domainMemoryStats: () => ({
        stats: [
          { tag: 6, val: 1024n },
          { tag: 99, val: 5n },
        ],
      }),
    });
    expect(await domain.memoryStats()).toEqual({ actual: 1024n, 99: 5n });
  });

  test('is a job of a disk, or null', async () => {
    const job = { type: 1, bandwidth: 0n, cur: 5n, end: 10n };
    expect(
      await domainWith({ domainGetBlockJobInfo: () => ({ found: 1, ...job }) }).domain.getBlockJobInfo('vda'),
    ).toEqual(job);
    expect(
      await domainWith({ domainGetBlockJobInfo: () => ({ found: 0, ...job }) }).domain.getBlockJobInfo('vda'),
    ).toBeNull();
  });

  test('are disk errors, counted first', async () => {
    const errors = [{ disk: 'vdb', error: 2 }];
    const { domain, calls } = domainWith({
      domainGetDiskErrors: ({ maxerrors }) => (maxerrors === 0 ? { errors: [], nerrors: 3 } : { errors, nerrors: 1 }),
    });
    expect(await domain.getDiskErrors()).toEqual(errors);
    expect(calls).toEqual([
      ['domainGetDiskErrors', { maxerrors: 0, flags: 0 }],
      ['domainGetDiskErrors', { maxerrors: 3, flags: 0 }],
    ]);
    const none = domainWith({ domainGetDiskErrors: () => ({ errors: [], nerrors: 0 }) });
    expect(await none.domain.getDiskErrors()).toEqual([]);
    expect(none.calls).toHaveLength(1);
  });

  test('are security labels without the end of their text', async () => {
    const label = Uint8Array.from(Buffer.from('svirt:c1\0'));
    const { domain } = domainWith({
      domainGetSecurityLabel: () => ({ label, enforcing: 1 }),
      domainGetSecurityLabelList: () => ({ labels: [{ label, enforcing: 0 }], ret: 1 }),
    });
    expect(await domain.getSecurityLabel()).toEqual({ label: 'svirt:c1', enforcing: true });
    expect(await domain.getSecurityLabelList()).toEqual([{ label: 'svirt:c1', enforcing: false }]);
  });

  test('is what the guest tells, of the kinds that are asked for', async () => {
    const { domain, calls } = domainWith({ domainGetGuestInfo: () => ({ params: [text('os.id', 'debian')] }) });
    const { OS, USERS } = DomainGuestInfoTypes;
    expect(await domain.getGuestInfo({ types: [OS, USERS] })).toEqual({ os: { id: 'debian' } });
    await domain.getGuestInfo();
    expect(calls).toEqual([
      ['domainGetGuestInfo', { types: OS | USERS, flags: 0 }],
      ['domainGetGuestInfo', { types: 0, flags: 0 }],
    ]);
  });
});
