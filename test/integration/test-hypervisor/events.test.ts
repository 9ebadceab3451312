import { expect, jest, test } from '@jest/globals';
import { describeBesideLibvirtd } from './beside.ts';
import { compareEvents } from './compared.ts';

jest.setTimeout(60_000);

/** Scripts of operations, each with the registrations that have to hear of them. */
const scripts: readonly (readonly [name: string, heard: readonly string[]])[] = [
  ['domains', ['all domain LIFECYCLE', 'all domain METADATA_CHANGE', 'filtered domain LIFECYCLE']],
  ['networks', ['all network LIFECYCLE', 'filtered network LIFECYCLE']],
  ['network-updates', ['all network LIFECYCLE']],
  ['storage-pools', ['all pool LIFECYCLE', 'all pool REFRESH', 'filtered pool LIFECYCLE', 'filtered pool REFRESH']],
  ['storage-volumes', ['all pool LIFECYCLE']],
  ['node-devices', ['all device LIFECYCLE', 'filtered device LIFECYCLE']],
  ['snapshots', ['all domain LIFECYCLE', 'filtered domain LIFECYCLE']],
  ['checkpoints', ['all domain LIFECYCLE']],
  ['saving', ['all domain LIFECYCLE', 'filtered domain LIFECYCLE']],
  ['guests-and-statistics', ['all domain LIFECYCLE']],
  ['memory-parameters', ['all domain LIFECYCLE']],
  ['tuning', ['all domain LIFECYCLE']],
  ['interfaces', []],
  ['refused-arguments', []],
];

describeBesideLibvirtd('the test hypervisor', (_, peers) => {
  test.each(scripts)('tells others of %s what libvirtd tells them', async (name, heard) => {
    const counts = await compareEvents(name, 'hosts', peers.ours, peers.theirs);
    for (const registration of heard) expect([registration, counts.get(registration)]).not.toEqual([registration, 0]);
    expect([...counts.keys()]).toEqual(expect.arrayContaining([...heard, 'all end', 'filtered end']));
  });
});
