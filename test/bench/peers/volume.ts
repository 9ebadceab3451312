/*
 * Brings a volume up from a file or down to one, as `virsh vol-upload` and `virsh vol-download` do.
 */
import { connect } from 'libvirt-rpc';

const [uri, way, key = '', path = ''] = process.argv.slice(2);
const connection = await connect(uri);
const volume = await connection.lookupStorageVolByKey(key);
await (way === 'up' ? volume.uploadFrom(path, { sparse: false }) : volume.downloadTo(path, { sparse: false }));
await connection.close();
