import { ErrorDomain } from '../../../generated/api-enums.ts';
import { domainFSFreeze, domainFSThaw, domainFSTrim, domainGetFSInfo } from '../../../generated/remote-procedures.ts';
import { checkFlags, invalidOperation } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { runningDomain } from '../running-domain.ts';

/** Where every guest has mounted file systems. */
const mountPoints: readonly string[] = ['/', '/boot'];

function checkMounted(wanted: readonly string[]): void {
  const unknown = wanted.find((place) => !mountPoints.includes(place));
  if (unknown !== undefined) throw invalidOperation(ErrorDomain.TEST, `mount point not found: ${unknown}`);
}

/** The mount points that are meant: all of them when none is named. */
function chosen(named: readonly string[]): readonly string[] {
  checkMounted(named);
  return named.length === 0 ? mountPoints : named;
}

/** What can be done with the file systems of guests. */
export const filesystemHandlers: readonly HandledProcedure[] = [
  handle(domainFSFreeze, (host, { dom, mountpoints, flags }) => {
    checkFlags('testDomainFSFreeze', flags, 0);
    const domain = runningDomain(host, dom);
    const frozen = new Set([...domain.guest.frozen, ...chosen(mountpoints)]);
    const filesystems = frozen.size - domain.guest.frozen.size;
    domain.guest = { ...domain.guest, frozen };
    return { filesystems };
  }),
  handle(domainFSThaw, (host, { dom, mountpoints, flags }) => {
    checkFlags('testDomainFSThaw', flags, 0);
    const domain = runningDomain(host, dom);
    const thawed = chosen(mountpoints);
    const frozen = new Set([...domain.guest.frozen].filter((place) => !thawed.includes(place)));
    const filesystems = domain.guest.frozen.size - frozen.size;
    domain.guest = { ...domain.guest, frozen };
    return { filesystems };
  }),
  handle(domainFSTrim, (host, { dom, mountPoint, flags }) => {
    checkFlags('testDomainFSTrim', flags, 0);
    runningDomain(host, dom);
    if (mountPoint !== null) checkMounted([mountPoint]);
  }),
  handle(domainGetFSInfo, (host, { dom, flags }) => {
    checkFlags('testDomainGetFSInfo', flags, 0);
    const { disks } = runningDomain(host, dom).definition;
    // They are on the first disk, if it is of the usual kind.
    if (disks.every(({ target }) => target !== 'vda')) return { info: [], ret: 0 };
    const info = mountPoints.map((mountpoint, at) => ({
      mountpoint,
      name: `vda${at + 1}`,
      fstype: 'ext4',
      dev_aliases: ['vda'],
    }));
    return { info, ret: info.length };
  }),
];
