import { existsSync } from 'node:fs';
import { describe, test } from '@jest/globals';
import { describeWithLab, type Lab } from './lab.ts';

/** The programs that tests of SSH need, of Debian's openssh-client, openssh-server, netcat-openbsd and libvirt-daemon. */
const programs = ['/usr/bin/ssh', '/usr/sbin/sshd', '/usr/bin/nc', '/usr/bin/virt-ssh-helper'];

/** A describe block that needs the shared daemon and an SSH server; without one of them it is reported as skipped. */
export function describeWithSsh(name: string, body: (lab: Lab) => void): void {
  const missing = programs.filter((program) => !existsSync(program));
  if (missing.length === 0) {
    describeWithLab(name, body);
    return;
  }
  describe.skip(name, () => {
    test(`needs ${missing.join(', ')}`, () => {
      throw new Error(`there is no ${missing.join(', ')}`);
    });
  });
}
