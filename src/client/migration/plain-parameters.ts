import { UsageError } from '../../errors/usage-error.ts';
import type { TypedParam } from '../../generated/remote-types.ts';

/** The parameters that the calls of libvirt before 1.1.0 have a place for. */
interface PlainParameters {
  xmlin: string | null;
  dname: string | null;
  uri: string | null;
  resource: bigint;
}

/** Throws a UsageError for a parameter that these calls have no place for. */
export function plainParameters(params: readonly TypedParam[]): Readonly<PlainParameters> {
  const plain: PlainParameters = { xmlin: null, dname: null, uri: null, resource: 0n };
  for (const { field, value } of params) {
    if (field === 'destination_xml' && value.type === 7) plain.xmlin = value.value;
    else if (field === 'destination_name' && value.type === 7) plain.dname = value.value;
    else if (field === 'migrate_uri' && value.type === 7) plain.uri = value.value;
    else if (field === 'bandwidth' && value.type === 4) plain.resource = value.value;
    else throw new UsageError(`one of the daemons is too old for the migration parameter ${field}`);
  }
  return plain;
}
