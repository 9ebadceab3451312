/*
 * Many calls at once, some of which fail: each promise rejects with the error of its own call.
 */
import { connect, LibvirtError, TimeoutError } from 'libvirt-rpc';

await using connection = await connect(process.argv[2] ?? 'test:///default', { readOnly: true });

const names = ['no-such-domain', 'test', 'neither-this-one'];
const lookups = await Promise.allSettled(names.map((name) => connection.lookupDomainByName(name, { timeout: 5000 })));

for (const [at, lookup] of lookups.entries()) {
  if (lookup.status === 'fulfilled') {
    console.log(`${names[at]}: found, ${lookup.value.uuid}`);
  } else if (lookup.reason instanceof LibvirtError) {
    const { code, procedure, serial, message } = lookup.reason;
    console.log(`${names[at]}: ${code} from ${procedure}, call ${serial}: ${message}`);
  } else if (lookup.reason instanceof TimeoutError) {
    console.log(`${names[at]}: no answer after ${lookup.reason.elapsed} ms`);
  } else {
    throw lookup.reason;
  }
}
