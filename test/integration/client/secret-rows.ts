import type { Connection } from '../../../src/client/connection.ts';
import type { Secret } from '../../../src/client/secret.ts';
import { SecretUsageType } from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { row } from './comparison.ts';

export const secretXml = (uuid: string, volume: string, kind = "private='no'"): string =>
  `<secret ephemeral='yes' ${kind}><uuid>${uuid}</uuid><usage type='volume'><volume>${volume}</volume></usage></secret>`;

/** The life of a secret with the UUID and the value. */
export function secretRows(uuid: string, value: Uint8Array): readonly Row<Connection>[] {
  const volume = `/images/${uuid}.img`;
  const xml = secretXml(uuid, volume);
  const hex = Buffer.from(value).toString('hex');
  const ours = (python: string, call: (secret: Secret) => unknown): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupSecretByUUID(uuid)));
  return [
    row(`(s := connection.secretDefineXML("${xml}"))`, (connection) => connection.secretDefineXML(xml)),
    row(`connection.secretDefineXML("${xml}", 0)`, (connection) => connection.secretDefineXML(xml, { flags: [] })),
    row(`connection.secretLookupByUsage(libvirt.VIR_SECRET_USAGE_TYPE_VOLUME, '${volume}')`, (connection) =>
      connection.lookupSecretByUsage(SecretUsageType.VOLUME, volume),
    ),
    row(`connection.secretLookupByUUIDString('${uuid}')`, (connection) => connection.lookupSecretByUUID(uuid)),
    row(`'${uuid}' in connection.listSecrets()`, async (connection) => (await connection.listSecrets()).includes(uuid)),
    row('True', async (connection) =>
      (await connection.lookupSecretByUUID(uuid)).equals(await connection.lookupSecretByUUID(uuid)),
    ),
    ours('s.XMLDesc()', (secret) => secret.getXMLDesc()),
    ours(`(s.setValue(bytes.fromhex('${hex}')), None)[1]`, (secret) => secret.setValue(value)),
    ours('s.value()', (secret) => secret.getValue()),
    ours('(s.undefine(), None)[1]', (secret) => secret.undefine()),
    row(`'${uuid}' in connection.listSecrets()`, async (connection) => (await connection.listSecrets()).includes(uuid)),
  ];
}
