import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** Each type of key, and what is signed with it: nothing by way of SHA-1. */
const hostKeyAlgorithms: readonly { readonly type: string; readonly algorithms: readonly ServerHostKeyAlgorithm[] }[] =
  [
    { type: 'ssh-ed25519', algorithms: ['ssh-ed25519'] },
    { type: 'ecdsa-sha2-nistp256', algorithms: ['ecdsa-sha2-nistp256'] },
    { type: 'ecdsa-sha2-nistp384', algorithms: ['ecdsa-sha2-nistp384'] },
    { type: 'ecdsa-sha2-nistp521', algorithms: ['ecdsa-sha2-nistp521'] },
    { type: 'ssh-rsa', algorithms: ['rsa-sha2-512', 'rsa-sha2-256'] },
  ];

/** What we offer to a host of which keys of these types are known: those first, so that it shows one that we can check. */
export function offeredAlgorithms(knownTypes: ReadonlySet<string>): Algorithms {
  const known = hostKeyAlgorithms.filter(({ type }) => knownTypes.has(type));
  const others = hostKeyAlgorithms.filter(({ type }) => !knownTypes.has(type));
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
      'diffie-hellman-group-exchange-sha256',
      'diffie-hellman-group14-sha256',
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group18-sha512',
    ],
    serverHostKey: [...known, ...others].flatMap(({ algorithms }) => algorithms),
    cipher: [
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'chacha20-poly1305@openssh.com',
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
    ],
    hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
    compress: ['none'],
  };
}
