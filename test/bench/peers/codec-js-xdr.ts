/*
 * A codec peer of the benchmark: @stellar/js-xdr.
 */
import jsXdr from '@stellar/js-xdr';
import { domainList } from './domain-list.ts';
import { measureCodec } from './measure-codec.ts';

interface StructClass<Attributes, Instance> {
  new (attributes: Attributes): Instance;
  fromXDR(bytes: Buffer): Instance;
}

interface Domain {
  name(): string | Buffer;
}

interface DomainList {
  domains(): readonly Domain[];
  toXDR(): Buffer;
}

interface Types {
  readonly Domain: StructClass<{ name: string; uuid: Buffer; id: number }, Domain>;
  readonly DomainList: StructClass<{ domains: readonly Domain[]; ret: number }, DomainList>;
}

const types = jsXdr.config<Types>((xdr) => {
  xdr.struct('Domain', [
    ['name', xdr.string(4_194_304)],
    ['uuid', xdr.opaque(16)],
    ['id', xdr.int()],
  ]);
  xdr.struct('DomainList', [
    ['domains', xdr.varArray(xdr.lookup('Domain'), 16_384)],
    ['ret', xdr.uint()],
  ]);
});

const domains = domainList.map(({ name, uuid, id }) => new types.Domain({ name, uuid: Buffer.from(uuid), id }));

measureCodec({
  value: new types.DomainList({ domains, ret: domains.length }),
  encode: (value) => value.toXDR(),
  decode: (bytes) => types.DomainList.fromXDR(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
  names: (value) => value.domains().map((domain) => domain.name().toString()),
});
