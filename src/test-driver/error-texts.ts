import { ErrorNumber } from '../generated/api-enums.ts';

/** What libvirt says for an error number: without, and with a detail. Clients see both, as `message` and as `str1`. */
const texts: ReadonlyMap<number, readonly [bare: string, detailed: string]> = new Map([
  [ErrorNumber.ERR_INTERNAL_ERROR, ['internal error', 'internal error: %s']],
  [
    ErrorNumber.ERR_NO_SUPPORT,
    [
      'this function is not supported by the connection driver',
      'this function is not supported by the connection driver: %s',
    ],
  ],
  [ErrorNumber.ERR_NO_CONNECT, ['no connection driver available', 'no connection driver available for %s']],
  [ErrorNumber.ERR_INVALID_ARG, ['invalid argument', 'invalid argument: %s']],
  [ErrorNumber.ERR_OPERATION_FAILED, ['operation failed', 'operation failed: %s']],
  [ErrorNumber.ERR_NO_SOURCE, ['missing source information for device', 'missing source information for device %s']],
  [ErrorNumber.ERR_NO_TARGET, ['missing target information for device', 'missing target information for device %s']],
  [ErrorNumber.ERR_NO_NAME, ['missing name information', 'missing name information in %s']],
  [ErrorNumber.ERR_XML_ERROR, ['XML error', 'XML error: %s']],
  [ErrorNumber.ERR_OPERATION_DENIED, ['operation forbidden', 'operation forbidden: %s']],
  [ErrorNumber.ERR_XML_DETAIL, ['unknown error', '%s']],
  [ErrorNumber.ERR_RPC, ['unknown error', '%s']],
  [ErrorNumber.ERR_NO_DOMAIN, ['Domain not found', 'Domain not found: %s']],
  [ErrorNumber.ERR_NO_NETWORK, ['Network not found', 'Network not found: %s']],
  [ErrorNumber.ERR_AUTH_FAILED, ['authentication failed', 'authentication failed: %s']],
  [ErrorNumber.ERR_NO_STORAGE_POOL, ['Storage pool not found', 'Storage pool not found: %s']],
  [ErrorNumber.ERR_NO_STORAGE_VOL, ['Storage volume not found', 'Storage volume not found: %s']],
  [ErrorNumber.ERR_NO_NODE_DEVICE, ['Node device not found', 'Node device not found: %s']],
  [ErrorNumber.ERR_OPERATION_INVALID, ['Requested operation is not valid', 'Requested operation is not valid: %s']],
  [ErrorNumber.ERR_NO_INTERFACE, ['Interface not found', 'Interface not found: %s']],
  [
    ErrorNumber.ERR_MULTIPLE_INTERFACES,
    ['multiple matching interfaces found', 'multiple matching interfaces found: %s'],
  ],
  [ErrorNumber.ERR_INVALID_SECRET, ['Invalid secret', 'Invalid secret: %s']],
  [ErrorNumber.ERR_NO_SECRET, ['Secret not found', 'Secret not found: %s']],
  [ErrorNumber.ERR_OPERATION_UNSUPPORTED, ['Operation not supported', 'Operation not supported: %s']],
  [ErrorNumber.ERR_ARGUMENT_UNSUPPORTED, ['argument unsupported', 'argument unsupported: %s']],
  [ErrorNumber.ERR_CONFIG_UNSUPPORTED, ['unsupported configuration', 'unsupported configuration: %s']],
  [ErrorNumber.ERR_NO_DOMAIN_SNAPSHOT, ['Domain snapshot not found', 'Domain snapshot not found: %s']],
  [ErrorNumber.ERR_NO_DOMAIN_CHECKPOINT, ['Domain checkpoint not found', 'Domain checkpoint not found: %s']],
  [ErrorNumber.ERR_NO_DOMAIN_METADATA, ['metadata not found', 'metadata not found: %s']],
]);

/** libvirt's text for an error number, in which `%s` stands for the detail if there is one. */
export function errorText(code: number, detailed: boolean): string {
  const [bare, withDetail] = texts.get(code) ?? ['unknown error', '%s'];
  return detailed ? withDetail : bare;
}
