import { errorCode, errorReason } from './error-reason.ts';
import { UnexpectedEnd } from './socket-event.ts';

/** What servers that refuse a client's certificate say, by OpenSSL's names of the alerts. */
const certificateAlerts: Readonly<Record<string, string>> = {
  CERTIFICATE_REQUIRED: 'it wants a certificate',
  BAD_CERTIFICATE: 'it cannot use our certificate',
  UNSUPPORTED_CERTIFICATE: 'it does not support the kind of our certificate',
  CERTIFICATE_REVOKED: 'our certificate is revoked',
  CERTIFICATE_EXPIRED: 'our certificate has expired',
  CERTIFICATE_UNKNOWN: 'it does not accept our certificate',
  UNKNOWN_CA: 'it does not know the issuer of our certificate',
  ACCESS_DENIED: 'our certificate is not allowed in',
};

/** Why the server does not accept our certificate, where the error is an alert that says so. */
export function certificateAlert(error: unknown): string | undefined {
  const [, alert = ''] = /ALERT_(\w+)$/.exec(errorCode(error)) ?? [];
  return certificateAlerts[alert];
}

/** What went wrong before both sides had agreed, in words. */
export function handshakeFailure(error: unknown): string {
  const code = errorCode(error);
  if (error instanceof UnexpectedEnd || code === 'ECONNRESET') {
    return 'it closed the connection in the midst of the handshake: perhaps it expects no TLS at this port, or both sides have no version, cipher or group in common';
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'what answers there does not speak TLS';
  if (code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') {
    return `it wants a version of TLS that is not allowed here, and that a TLS priority can allow (${code})`;
  }
  const noCommon = /ALERT_(HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY)$|NO_CIPHERS/;
  if (!noCommon.test(code)) return errorReason(error);
  return `both sides have no version, cipher or group in common, or it wants a certificate (${code})`;
}
