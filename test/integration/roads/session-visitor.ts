// A program of its own, for it runs in another user's name: it connects as often as it is told, at once, and says how it went.
import { connect } from '../../../src/client/connect.ts';
import { LibvirtRpcError } from '../../../src/errors/libvirt-rpc-error.ts';

interface Job {
  readonly uri?: string;
  readonly readOnly?: boolean;
  readonly timeout?: number;
  readonly times?: number;
}

const { uri, times = 1, ...options }: Job = JSON.parse(process.argv[2] ?? '{}');

async function visit(): Promise<unknown> {
  try {
    await using connection = await connect(uri, { timeout: 30_000, ...options });
    const domains = await connection.listAllDomains();
    const refusal = await connection
      .domainDefineXML('<domain/>')
      .catch((error: unknown) => (error instanceof LibvirtRpcError ? error.code : String(error)));
    return { uri: connection.getURI(), peer: connection.session.peer, domains: domains.length, refusal };
  } catch (error) {
    return { error: error instanceof LibvirtRpcError ? error.toJSON() : String(error) };
  }
}

process.stdout.write(JSON.stringify(await Promise.all(Array.from({ length: times }, visit))));
