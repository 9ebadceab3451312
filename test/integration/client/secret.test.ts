import { randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { ConnectListAllSecretsFlags } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareOnDriver, driverUri } from './comparison.ts';
import { secretRows, secretXml } from './secret-rows.ts';

describeWithLab('secrets, compared with Python,', (lab) => {
  test('live the same', () =>
    compareOnDriver(lab, 'secret', secretRows(randomUUID(), Uint8Array.from([0, 255, 10, 0, ...randomBytes(20)]))));

  test('are listed at once, and by what they are', async () => {
    await using connection = await connect(driverUri(lab, 'secret'));
    const [open, closed] = [randomUUID(), randomUUID()];
    const made = [
      await connection.secretDefineXML(secretXml(open, `/${open}`)),
      await connection.secretDefineXML(secretXml(closed, `/${closed}`, "private='yes'")),
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
    const secret = await connection.secretDefineXML(secretXml(uuid, `/${uuid}`, "private='yes'"));
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
