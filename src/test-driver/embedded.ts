import { memoryPipe } from '../transport/memory.ts';
import type { Transport } from '../transport/transport.ts';
import { TestHypervisor, type TestHypervisorOptions } from './test-hypervisor.ts';

/** All that use the default host in this process share it, as with libvirt's own driver. */
let shared: TestHypervisor | undefined;

/**
 * The client's end of a connection to the test hypervisor in this process; `path` is that of the URI, as `/default`.
 * The first to ask for the default host says what its machine is called; each says for itself whether it is strict.
 */
export function connectEmbedded(path: string, options: TestHypervisorOptions = {}): Transport {
  const [client, server] = memoryPipe(`test://${path}`);
  shared ??= new TestHypervisor(options);
  const hypervisor = path === '/default' ? shared : new TestHypervisor(options);
  hypervisor.accept(server, { strict: options.strict ?? false });
  return client;
}
