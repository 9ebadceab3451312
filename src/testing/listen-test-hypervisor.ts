import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { TestHypervisor, type TestHypervisorOptions } from '../test-driver/test-hypervisor.ts';
import { type ListenAddress, type Listener, listen } from './listener.ts';

/**
 * Starts a test hypervisor that clients reach through a unix socket, or a TCP port of this machine. Any libvirt client
 * may use it: virsh, Python, this one. It has this machine's name, and reads the files that `test:///a/path.xml` names.
 *
 * @example
 * await using listener = await listenTestHypervisor({ port: 0 });
 * await using connection = await connect(listener.uri);
 */
export function listenTestHypervisor(where: ListenAddress, options: TestHypervisorOptions = {}): Promise<Listener> {
  const hypervisor = new TestHypervisor({
    hostname: hostname(),
    readFile: (path) => readFile(path, 'utf8'),
    ...options,
  });
  return listen(where, (transport) => hypervisor.accept(transport));
}
