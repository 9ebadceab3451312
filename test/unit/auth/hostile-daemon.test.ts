import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestMd5 } from '../../../src/auth/digest-md5.ts';
import { gssapi } from '../../../src/auth/kerberos/gssapi.ts';
import { MechanismError } from '../../../src/auth/mechanism-error.ts';
import { scram } from '../../../src/auth/scram.ts';
import { contextWith, converse } from './conversation.ts';
import { madeUpTicket } from './kerberos/acceptor.ts';

const context = contextWith({ authname: 'fred', password: 'geheim' }, { strength: { minimum: 0, maximum: 256 } });
const ticket = madeUpTicket();
const mechanisms = [
  scram({ name: 'SHA-256', rank: 1 }, () => 'ours'),
  digestMd5,
  gssapi({ ticketFor: async () => ticket }),
];

/** Almost what the mechanisms understand, so that more than the first character is looked at. */
const words = [
  'r=oursTheirs,s=c2FsdA==,i=4096',
  'v=AAAA',
  'e=no',
  'realm="a"',
  'nonce="b"',
  'qop="auth,auth-int,auth-conf"',
  'cipher="rc4,3des"',
  'algorithm=md5-sess',
  'charset=utf-8',
  'maxbuf=1000',
  `rspauth=${'0'.repeat(32)}`,
  ',',
  '=',
  '"',
  '\\',
  ' ',
];
const sentence = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 8 })
  .map((parts) => Buffer.from(parts.join(',')));
const message = fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 60 }), sentence);

test.each(mechanisms)('$name never takes a daemon that knows nothing for one that knows', async (mechanism) => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (messages) => {
      const result: unknown = await converse(mechanism, context, messages).catch((error: unknown) => error);
      if (result instanceof MechanismError) expect(result.message).not.toContain('geheim');
      else expect(result).toMatchObject({ outcome: undefined });
    }),
    { numRuns: 300 },
  );
});
