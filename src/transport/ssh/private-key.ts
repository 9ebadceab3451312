import { readFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { errorCode, errorReason } from '../error-reason.ts';
import { withoutSha1 } from './sha2-agent.ts';
import type { AskSsh } from './ssh-question.ts';

/** A key file that could not be used, and why. */
export class KeyFileProblem extends Error {}

/** Reads a private key, asking for its passphrase where it has one. `undefined` where there is no such file. */
export async function readPrivateKey(file: string, ask: AskSsh | undefined): Promise<ParsedKey | undefined> {
  const text = await readFile(file).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new KeyFileProblem(`it cannot be read: ${errorReason(error)}`);
  });
  if (text === undefined) return undefined;
  const plain = parse(text);
  if (!(plain instanceof Error)) return withoutSha1(plain);
  if (!plain.message.includes('passphrase')) throw new KeyFileProblem(plain.message);
  const passphrase = await ask?.({ kind: 'passphrase', prompt: `Passphrase for key '${file}'`, echo: false });
  if (passphrase === undefined) throw new KeyFileProblem('it has a passphrase, and none was given');
  const key = parse(text, passphrase);
  if (key instanceof Error) throw new KeyFileProblem('the passphrase is wrong');
  return withoutSha1(key);
}

/** The public key beside a private one, where there is such a file. */
export async function readPublicKey(file: string): Promise<ParsedKey | undefined> {
  const text = await readFile(`${file}.pub`).catch(() => undefined);
  if (text === undefined) return undefined;
  const key = parse(text);
  return key instanceof Error ? undefined : key;
}

function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  // It gives one key or, against its types, an array of the same, by what the file is.
  return [ssh2.utils.parseKey(text, passphrase)].flat()[0] ?? new Error('no key in it');
}
