import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, jest, test } from '@jest/globals';
import { digestMd5 } from '../../../src/auth/digest-md5.ts';
import type { StrengthRange } from '../../../src/auth/sasl-mechanism.ts';
import type { SecurityLayer } from '../../../src/auth/security-layer.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { contextWith } from '../../unit/auth/conversation.ts';

// Java compiles its half each time, on a machine that is busy with other tests.
jest.setTimeout(60_000);

/*
 * Daemons with OpenSSL 3 fail to set up 3des, and never offer signatures alone where they would be needed, so that no
 * daemon here can judge these layers: Java's own SASL does.
 */
describeWithPrograms(['java'], 'the layers of DIGEST-MD5, with Java at the other end', () => {
  test.each([
    ['3des', 'auth-conf', { minimum: 56, maximum: 112 }, 112],
    ['rc4', 'auth-conf', { minimum: 128, maximum: 128 }, 128],
    ['signatures alone', 'auth-int', { minimum: 1, maximum: 1 }, 1],
  ])('%s', async (_, protection, strength, bits) => {
    const java = startJava(protection);
    try {
      const layer = await agree(java, strength);
      expect(layer.strength).toBe(bits);
      for (const size of [1, 5, 6, 7, 8, 100, 60_000]) {
        const message = randomBytes(size);
        java.say(layer.wrap(message));
        const back: Buffer[] = [];
        layer.unwrap(await java.hear(), (bytes) => back.push(Buffer.from(bytes)));
        expect(Buffer.concat(back).equals(message)).toBe(true);
      }
    } finally {
      await java.end();
    }
  });
});

interface Java {
  readonly password: string;
  say(bytes: Uint8Array): void;
  hear(): Promise<Buffer>;
  end(): Promise<void>;
}

function startJava(protection: string): Java {
  const password = randomBytes(12).toString('hex');
  const source = join(import.meta.dirname, 'DigestServer.java');
  const child = spawn('java', [source, password, protection, '65536'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    password,
    say: (bytes) => child.stdin.write(`${Buffer.from(bytes).toString('hex')}\n`),
    hear: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error('Java has ended');
      return Buffer.from(line.value, 'hex');
    },
    end: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

async function agree(java: Java, strength: StrengthRange): Promise<SecurityLayer> {
  const context = contextWith({ authname: 'fred', password: java.password }, { strength });
  const dialogue = digestMd5.converse(context);
  expect(await dialogue.next(null)).toEqual({ done: false, value: null });
  const answer = await dialogue.next(await java.hear());
  if (answer.done === true || answer.value === null) throw new Error('there is no answer');
  java.say(answer.value);
  const end = await dialogue.next(await java.hear());
  if (end.done !== true || end.value.layer === undefined) throw new Error('there is no layer');
  return end.value.layer;
}
