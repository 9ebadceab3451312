import type { Connection } from '../../../src/client/connection.ts';
import type { Secret } from '../../../src/client/secret.ts';
import { ConnectListAllSecretsFlags, SecretUsageType } from '../../../src/generated/api-enums.ts';
import { row } from '../client/comparison.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder } from '../oracle/rules.ts';

const kinds = [
  { type: 'volume', usage: SecretUsageType.VOLUME, element: 'volume', id: '/images/secret.img' },
  { type: 'ceph', usage: SecretUsageType.CEPH, element: 'name', id: 'ceph-client' },
  { type: 'iscsi', usage: SecretUsageType.ISCSI, element: 'target', id: 'iscsi-target' },
  { type: 'tls', usage: SecretUsageType.TLS, element: 'name', id: 'tls-key' },
  { type: 'vtpm', usage: SecretUsageType.VTPM, element: 'name', id: 'vtpm-state' },
] as const;

const uuidOf = (number: number): string => `e1e1e1e1-0000-4000-8000-00000000000${number}`;
const ofSecret =
  (number: number) =>
  (python: string, call: (secret: Secret) => unknown): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupSecretByUUID(uuidOf(number))));

/** Secrets of every kind, kept on the host's disk; the last one is for the daemon's own use. */
export const secretKindRows: readonly Row<Connection>[] = [
  ...kinds.flatMap(({ type, usage, element, id }, number) => {
    const xml =
      `<secret ephemeral='no' private='${type === 'vtpm' ? 'yes' : 'no'}'><uuid>${uuidOf(number)}</uuid>` +
      `<description>für ${type}</description><usage type='${type}'><${element}>${id}</${element}></usage></secret>`;
    const secret = ofSecret(number);
    return [
      row(`(${type} := connection.secretDefineXML("${xml}"))`, (connection) => connection.secretDefineXML(xml)),
      row(`connection.secretLookupByUsage(${usage}, '${id}')`, (connection) =>
        connection.lookupSecretByUsage(usage, id),
      ),
      secret(`(${type}.setValue(b'${type}'), None)[1]`, (each) => each.setValue(Buffer.from(type))),
      secret(`${type}.XMLDesc()`, (each) => each.getXMLDesc()),
    ];
  }),
  row('connection.numOfSecrets()', (connection) => connection.numOfSecrets()),
  row('connection.listAllSecrets()', (connection) => connection.listAllSecrets(), anyOrder),
  row('connection.listAllSecrets(libvirt.VIR_CONNECT_LIST_SECRETS_PRIVATE)', (connection) =>
    connection.listAllSecrets({ flags: ConnectListAllSecretsFlags.PRIVATE }),
  ),
  row('connection.listAllSecrets(libvirt.VIR_CONNECT_LIST_SECRETS_EPHEMERAL)', (connection) =>
    connection.listAllSecrets({ flags: ConnectListAllSecretsFlags.EPHEMERAL }),
  ),
  ofSecret(1)('ceph.value()', (secret) => secret.getValue()),
  ...kinds.map(({ type }, number) => ofSecret(number)(`(${type}.undefine(), None)[1]`, (secret) => secret.undefine())),
  row('connection.listSecrets()', (connection) => connection.listSecrets()),
];

const cephXml = (number: number): string =>
  `<secret private='yes'><uuid>${uuidOf(number)}</uuid><usage type='ceph'><name>one-user</name></usage></secret>`;

/** What cannot be done with secrets. */
export const refusedSecretRows: readonly Row<Connection>[] = [
  row(`(ceph := connection.secretDefineXML("${cephXml(1)}"))`, (connection) => connection.secretDefineXML(cephXml(1))),
  ofSecret(1)('ceph.value()', (secret) => secret.getValue()),
  ofSecret(1)("(ceph.setValue(b'key'), None)[1]", (secret) => secret.setValue(Buffer.from('key'))),
  ofSecret(1)('ceph.value()', (secret) => secret.getValue()),
  row(`connection.secretDefineXML("${cephXml(2)}")`, (connection) => connection.secretDefineXML(cephXml(2))),
  row(`connection.secretLookupByUUIDString('${uuidOf(2)}')`, (connection) => connection.lookupSecretByUUID(uuidOf(2))),
  row("connection.secretLookupByUsage(2, 'none')", (connection) =>
    connection.lookupSecretByUsage(SecretUsageType.CEPH, 'none'),
  ),
  row("connection.secretDefineXML('<nothing/>')", (connection) => connection.secretDefineXML('<nothing/>')),
  ofSecret(1)('(ceph.undefine(), None)[1]', (secret) => secret.undefine()),
];
