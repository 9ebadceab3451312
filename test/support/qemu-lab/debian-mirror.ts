import { runProgram } from '../run-program.ts';

/** Where this machine's apt finds Debian itself; undefined where it does not. */
export async function debianMirror(): Promise<string | undefined> {
  const { stdout } = await runProgram('apt-get', ['indextargets', '--format', '$(ORIGIN) $(COMPONENT) $(SITE)']);
  const targets = stdout.split('\n').map((line) => line.split(' '));
  return targets.find(([origin, component, site]) => component === 'main' && isDebian(origin, site))?.[2];
}

/** Who made it is known once there are package lists; before that the address has to tell. */
function isDebian(origin: string | undefined, site = ''): boolean {
  return (origin === 'Debian' && !/security|backports/.test(site)) || (origin === '' && /\/debian\/?$/.test(site));
}
