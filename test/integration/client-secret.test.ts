import { randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { Secret } from '../../src/client/secret.ts';
import { ConnectListAllSecretsFlags, SecretUsageType } from '../../src/generated/api-enums.ts';
import { describeWithLab } from '../support/lab.ts';
import { compareOnDriver, driverUri, row } from './client-comparison.ts';
import type { Row } from './oracle/row.ts';

const xmlOf = (uuid: string, volume: string, kind = "private='no'"): string =>
  `<secret ephemeral='yes' ${kind}><uuid>${uuid}</uuid><usage type='volume'><volume>${volume}</volume></usage></secret>`;

describeWithLab('secrets, compared with Python,', (lab) => {
  test('live the same', () => {
    const uuid = randomUUID();
    const volume = `/images/${uuid}.img`;
    const value = Uint8Array.from([0, 255, 10, 0, ...randomBytes(20)]);
    const hex = Buffer.from(value).toString('hex');
    // Python's side of the comparison knows no secrets: they are taken apart here.
    const parts = (python: string): string =>
      `{'uuid': (s := ${python}).UUIDString(), 'usageType': s.usageType(), 'usageID': s.usageID()}`;
    const ours = (python: string, call: (secret: Secret) => unknown): Row<Connection> =>
      row(python, async (connection) => call(await connection.lookupSecretByUUID(uuid)));
    return compareOnDriver(lab, 'secret', [
      row(parts(`connection.secretDefineXML("${xmlOf(uuid, volume)}")`), (connection) =>
        connection.secretDefineXML(xmlOf(uuid, volume)),
      ),
      row(parts(`connection.secretLookupByUsage(libvirt.VIR_SECRET_USAGE_TYPE_VOLUME, '${volume}')`), (connection) =>
        connection.lookupSecretByUsage(SecretUsageType.VOLUME, volume),
      ),
      row(parts(`connection.secretLookupByUUIDString('${uuid}')`), (connection) => connection.lookupSecretByUUID(uuid)),
      row(`'${uuid}' in connection.listSecrets()`, async (connection) =>
        (await connection.listSecrets()).includes(uuid),
      ),
      ours('s.XMLDesc()', (secret) => secret.getXMLDesc()),
      ours(`(s.setValue(bytes.fromhex('${hex}')), None)[1]`, (secret) => secret.setValue(value)),
      ours('s.value()', (secret) => secret.getValue()),
      ours('(s.undefine(), None)[1]', (secret) => secret.undefine()),
    ]);
  });

  test('are listed at once, and by what they are', async () => {
    await using connection = await connect(driverUri(lab, 'secret'));
    const [open, closed] = [randomUUID(), randomUUID()];
    const made = [
      await connection.secretDefineXML(xmlOf(open, `/${open}`)),
      await connection.secretDefineXML(xmlOf(closed, `/${closed}`, "private='yes'")),
    ];
    try {
      const uuids = async (...flags: ConnectListAllSecretsFlags[]): Promise<string[]> =>
        (await connection.listAllSecrets({ flags })).map((secret) => secret.uuid);
      await expect(connection.numOfSecrets()).resolves.toBeGreaterThanOrEqual(2);
      await expect(uuids()).resolves.toEqual(expect.arrayContaining([open, closed]));
      const hidden = await uuids(ConnectListAllSecretsFlags.PRIVATE);
      expect(hidden).toContain(closed);
      expect(hidden).not.toContain(open);
    } finally {
      for (const secret of made) await secret.undefine();
    }
  });

  test('do not show their value where nobody asked for it', async () => {
    await using connection = await connect(driverUri(lab, 'secret'));
    const uuid = randomUUID();
    const secret = await connection.secretDefineXML(xmlOf(uuid, `/${uuid}`, "private='yes'"));
    try {
      await expect(secret.setValue(new Uint8Array())).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
      await secret.setValue(randomBytes(16));
      await expect(secret.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_SECRET' });
      expect(inspect(secret)).toBe(`Secret { uuid: ${uuid}, usageType: 1, usageID: "/${uuid}" }`);
      expect(secret.equals(await connection.lookupSecretByUUID(uuid))).toBe(true);
    } finally {
      await secret.undefine();
    }
    await expect(secret.getXMLDesc()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SECRET' });
  });
});
