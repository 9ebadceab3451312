import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import ssh2 from 'ssh2';
import { readPrivateKey, readPublicKey } from '../../../../src/transport/ssh/private-key.ts';
import { Sha2Agent } from '../../../../src/transport/ssh/sha2-agent.ts';

const directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-'));
afterAll(() => rmSync(directory, { recursive: true }));

function rsaKey(passphrase?: string): string {
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-128-cbc', passphrase };
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem', ...encryption },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return String(privateKey);
}

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

describe('a private key', () => {
  test('signs by way of SHA-2 alone when it is an RSA key', async () => {
    const path = file('rsa', rsaKey());
    const key = await readPrivateKey(path, undefined);
    if (key === undefined) throw new Error('no key');
    const data = Buffer.from('data');
    for (const algorithm of ['sha256', 'sha512']) {
      expect(key.verify(data, key.sign(data, algorithm), algorithm)).toBe(true);
    }
    for (const algorithm of ['sha1', undefined]) {
      expect(key.sign(data, algorithm)).toMatchObject({ message: expect.stringContaining('SHA-1') });
    }
  });

  test('is asked for its passphrase', async () => {
    const passphrase = crypto.randomUUID();
    const path = file('locked', rsaKey(passphrase));
    const asked: unknown[] = [];
    const ask = (answer: string | undefined) => async (question: unknown) => {
      asked.push(question);
      return answer;
    };
    expect((await readPrivateKey(path, ask(passphrase)))?.isPrivateKey()).toBe(true);
    expect(asked).toEqual([{ kind: 'passphrase', prompt: `Passphrase for key '${path}'`, echo: false }]);
    await expect(readPrivateKey(path, ask('wrong'))).rejects.toThrow('the passphrase is wrong');
    await expect(readPrivateKey(path, ask(undefined))).rejects.toThrow('none was given');
    await expect(readPrivateKey(path, undefined)).rejects.toThrow('none was given');
  });

  test('that is none, or is not there', async () => {
    await expect(readPrivateKey(file('rubbish', 'rubbish'), undefined)).rejects.toThrow('Unsupported key format');
    await expect(readPrivateKey(directory, undefined)).rejects.toThrow('it cannot be read: EISDIR');
    expect(await readPrivateKey(join(directory, 'missing'), undefined)).toBeUndefined();
    expect(await readPublicKey(join(directory, 'missing'))).toBeUndefined();
    file('odd.pub', 'rubbish');
    expect(await readPublicKey(join(directory, 'odd'))).toBeUndefined();
  });
});

describe('an agent', () => {
  test('is asked for no signature by way of SHA-1', async () => {
    const key = ssh2.utils.parseKey(rsaKey());
    if (key instanceof Error) throw key;
    const agent = new Sha2Agent(join(directory, 'nobody'), () => true);
    for (const sign of [
      (done: (error?: Error | null) => void) => agent.sign(key, Buffer.alloc(1), { hash: 'sha1' }, done),
      (done: (error?: Error | null) => void) => agent.sign(key, Buffer.alloc(1), done),
    ]) {
      const error = await new Promise((resolve) => sign(resolve));
      expect(error).toMatchObject({ message: expect.stringContaining('SHA-1') });
    }
    // With SHA-2 it is asked, and is not there.
    const error = await new Promise((resolve) => agent.sign(key, Buffer.alloc(1), { hash: 'sha256' }, resolve));
    expect(error).toMatchObject({ message: 'Failed to connect to agent' });
    const none = await new Promise((resolve) => agent.getIdentities(resolve));
    expect(none).toMatchObject({ message: 'Failed to connect to agent' });
  });
});
