/*
 * A codec peer of the benchmark: generated codecs.
 */
import { decodeXdr, encodeXdr } from '@xdr-ts/runtime';
import { connectListAllDomainsRetCodec } from 'libvirt-rpc/protocol';
import { domainList } from './domain-list.ts';
import { measureCodec } from './measure-codec.ts';

measureCodec({
  value: { domains: domainList, ret: domainList.length },
  encode: (value) => encodeXdr(connectListAllDomainsRetCodec, value),
  decode: (bytes) => decodeXdr(connectListAllDomainsRetCodec, bytes),
  names: ({ domains }) => domains.map(({ name }) => name),
});
