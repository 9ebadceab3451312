/** Every class of the folder, as one copy of the package has them. */
export async function loadErrorClasses() {
  const [
    abort,
    authentication,
    configFile,
    connection,
    file,
    libvirt,
    root,
    notSupported,
    overflow,
    protocol,
    timeout,
    transport,
    usage,
  ] = await Promise.all([
    import('../../../src/errors/abort-error.ts'),
    import('../../../src/errors/authentication-error.ts'),
    import('../../../src/errors/config-file-error.ts'),
    import('../../../src/errors/connection-error.ts'),
    import('../../../src/errors/file-error.ts'),
    import('../../../src/errors/libvirt-error.ts'),
    import('../../../src/errors/libvirt-rpc-error.ts'),
    import('../../../src/errors/not-supported-error.ts'),
    import('../../../src/errors/overflow-error.ts'),
    import('../../../src/errors/protocol-error.ts'),
    import('../../../src/errors/timeout-error.ts'),
    import('../../../src/errors/transport-error.ts'),
    import('../../../src/errors/usage-error.ts'),
  ]);
  return {
    ...abort,
    ...authentication,
    ...configFile,
    ...connection,
    ...file,
    ...libvirt,
    LibvirtRpcError: root.LibvirtRpcError,
    ...notSupported,
    ...overflow,
    ...protocol,
    ...timeout,
    ...transport,
    ...usage,
  };
}

export type ErrorClasses = Awaited<ReturnType<typeof loadErrorClasses>>;
export type ErrorName = keyof ErrorClasses;

/** What a daemon says. */
export const answer = {
  code: 42,
  domain: 10,
  message: 'Domain not found',
  level: 2,
  dom: null,
  str1: 'Domain not found: %s',
  str2: 'web1',
  str3: null,
  int1: -1,
  int2: -1,
  net: null,
};

export const call = { procedure: 'domainLookupByName', serial: 7 };

/** One of each class that can be made. */
export function makeErrors(classes: ErrorClasses) {
  return {
    AbortError: new classes.AbortError('a call', AbortSignal.abort('the reason')),
    AuthenticationError: new classes.AuthenticationError('no way in', ['sasl', 'polkit']),
    ConfigFileError: new classes.ConfigFileError('no such value', { file: '/etc/x.conf', line: 3, column: 14 }),
    ConnectionError: new classes.ConnectionError('it is closed', 'eof'),
    FileError: new classes.FileError('/images/disk.img', 'no space left'),
    LibvirtError: new classes.LibvirtError(answer, call),
    NotSupportedError: new classes.NotSupportedError({ ...answer, code: 3 }, call),
    OverflowError: new classes.OverflowError('too much waits'),
    ProtocolError: new classes.ProtocolError('a bad packet', 20),
    TimeoutError: new classes.TimeoutError('domainGetInfo', 5000.4),
    TransportError: new classes.TransportError('no way there', ['unix:/run/sock']),
    UsageError: new classes.UsageError('not like that'),
  };
}
