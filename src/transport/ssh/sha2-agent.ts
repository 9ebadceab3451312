import ssh2, {
  type IdentityCallback,
  type ParsedKey,
  type PublicKeyEntry,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';

/** An RSA key of a server that does not say that it knows SHA-2 would be signed with by way of SHA-1. */
export const onlySha1 = 'the host takes signatures of RSA keys only by way of SHA-1';

/** Some of the keys of an SSH agent, which signs nothing by way of SHA-1. */
export class Sha2Agent extends ssh2.BaseAgent<ParsedKey> {
  readonly #socketPath: string;
  readonly #wanted: (key: ParsedKey) => boolean;
  /** How many keys it had that were wanted. */
  offered = 0;

  constructor(socketPath: string, wanted: (key: ParsedKey) => boolean) {
    super();
    this.#socketPath = socketPath;
    this.#wanted = wanted;
  }

  getIdentities(callback: IdentityCallback<ParsedKey>): void {
    new ssh2.OpenSSHAgent(this.#socketPath).getIdentities((error, keys = []) => {
      const wanted = keys.flatMap((key) => {
        const parsed = ssh2.utils.parseKey(publicKeyOf(key));
        return parsed instanceof Error || !this.#wanted(parsed) ? [] : [parsed];
      });
      this.offered = wanted.length;
      callback(error, wanted);
    });
  }

  sign(key: ParsedKey, data: Buffer, callback: SignCallback): void;
  sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions, callback?: SignCallback): void;
  sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback: SignCallback = () => undefined,
  ): void {
    if (typeof options === 'function') {
      this.sign(key, data, {}, options);
    } else if (key.type === 'ssh-rsa' && options.hash !== 'sha256' && options.hash !== 'sha512') {
      callback(new Error(onlySha1));
    } else new ssh2.OpenSSHAgent(this.#socketPath).sign(key, data, options, callback);
  }
}

/** Agents may give keys in an envelope each, and in that once more. */
function publicKeyOf(key: ParsedKey | PublicKeyEntry): Buffer | string | ParsedKey {
  if (!('pubKey' in key)) return key;
  const { pubKey } = key;
  return typeof pubKey === 'object' && 'pubKey' in pubKey ? pubKey.pubKey : pubKey;
}

/** The key, unable to sign by way of SHA-1. */
export function withoutSha1(key: ParsedKey): ParsedKey {
  const limited: ParsedKey = Object.create(key, {
    sign: {
      value: (data: Buffer, algorithm?: string) =>
        key.type === 'ssh-rsa' && algorithm !== 'sha256' && algorithm !== 'sha512'
          ? new Error(onlySha1)
          : key.sign(data, algorithm),
    },
  });
  return limited;
}
