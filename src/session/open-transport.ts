import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors/usage-error.ts';
import type { Transport } from '../transport/transport.ts';
import type { OpenTransportOptions } from './open-transport-options.ts';
import type { LibvirtUri } from './uri/uri.ts';

/** Drivers that libvirt runs inside the calling program, so that no daemon answers for them unless it is named. */
const inProcessDrivers = new Set(['esx', 'gsx', 'vpx', 'hyperv']);
/** Of these, libvirt runs only those of this machine; with a host in the URI it goes to that host's daemon. */
const localDrivers = new Set(['vmwareplayer', 'vmwarews', 'vmwarefusion', 'openvz']);

/**
 * Opens the way to the daemon that the URI names; without a URI, to the one that is there. Each transport is loaded by
 * import() when a URI asks for it, so that nobody carries those that he does not need.
 */
export async function openTransport(uri: LibvirtUri | undefined, options: OpenTransportOptions): Promise<Transport> {
  const { onStep } = options;
  if (uri === undefined) {
    onStep?.({ step: 'uri', transport: 'unix' });
    return viaUnix(uri, options);
  }
  refuseInProcess(uri);
  // As in C, a test URI that names no transport is answered in this process, whether or not a daemon runs.
  if (uri.driver === 'test' && uri.transport === undefined && uri.host === '') {
    onStep?.({ step: 'uri', transport: 'in process' });
    const { connectEmbedded } = await import('../test-driver/embedded.ts');
    return connectEmbedded(uri.path, {
      hostname: options.environment.hostname,
      readFile: (path) => readFile(path, 'utf8'),
    });
  }
  if (uri.path !== '' && !uri.path.startsWith('/')) {
    throw new UsageError(`the path ${uri.path} lacks a slash in front, as in ${uri.driver}:///${uri.path}`);
  }
  // Where neither the URI nor a libvirt.conf has parameters, none can be wrong, and only `ext` cannot be without.
  if (uri.params.length > 0 || options.config.file !== undefined || uri.transport === 'ext') {
    (await import('./uri/uri-params.ts')).checkUriParams(uri, options.config);
  }
  const transport = uri.transport ?? (uri.host === '' ? 'unix' : 'tls');
  if (onStep !== undefined) {
    const { uriFacts } = await import('./uri/uri-facts.ts');
    onStep({ step: 'uri', ...uriFacts(uri, transport, options.config) });
  }
  switch (transport) {
    case 'unix':
      if (uri.host !== '') {
        throw new UsageError(`a unix socket is on this machine, and the URI names the host ${uri.host}`);
      }
      return viaUnix(uri, options);
    case 'tcp': {
      const { openTcp } = await import('./open-tcp.ts');
      return openTcp(uri, options);
    }
    case 'tls': {
      const { openTls } = await import('./tls/open-tls.ts');
      return openTls(uri, options);
    }
    case 'ssh':
    case 'libssh':
    case 'libssh2': {
      const { openSsh } = await import('./ssh/ssh-road.ts');
      return openSsh(uri, transport, options);
    }
    case 'ext': {
      const { openExt } = await import('./open-ext.ts');
      return openExt(uri, options);
    }
    default:
      throw new UsageError(
        `the transport ${transport} is not among those of this release: unix, tcp, tls, ssh, libssh, libssh2 and ext`,
      );
  }
}

async function viaUnix(uri: LibvirtUri | undefined, options: OpenTransportOptions): Promise<Transport> {
  const { openUnix } = await import('./unix/open-unix.ts');
  return openUnix(uri, options);
}

function refuseInProcess({ driver, transport, host, path }: LibvirtUri): void {
  if (transport !== undefined) return;
  if (inProcessDrivers.has(driver) || (localDrivers.has(driver) && host === '')) {
    throw new UsageError(
      `the ${driver} driver runs inside C programs and no daemon serves it, unless one was built to: then ask for ${driver}+unix:///`,
    );
  }
  if (path === '/embed') {
    throw new UsageError(`${driver}:///embed runs the driver inside C programs; no daemon serves it`);
  }
}
