/**
 * `libvirt-rpc/session`: typed calls of every procedure, without the object classes on top.
 *
 * @module
 */
export { XdrError } from '@xdr-ts/runtime';
export type {
  CredentialKind,
  CredentialRequest,
  Credentials,
  CredentialsCallback,
  KnownCredentials,
} from '../auth/credentials.ts';
export { MechanismError } from '../auth/mechanism-error.ts';
export type {
  SaslContext,
  SaslMechanism,
  SaslMessage,
  SaslOutcome,
  SaslQuestion,
  StrengthRange,
} from '../auth/sasl-mechanism.ts';
export type { SecurityLayer } from '../auth/security-layer.ts';
export type {
  CallContext,
  ConnectContext,
  EventContext,
  ReceivedEvent,
  SessionStateChange,
  StreamContext,
  TracedArguments,
  TracedOutcome,
} from '../diagnostics/trace-contexts.ts';
export { AbortError } from '../errors/abort-error.ts';
export { AuthenticationError } from '../errors/authentication-error.ts';
export { ConfigFileError } from '../errors/config-file-error.ts';
export { type CloseReason, ConnectionError } from '../errors/connection-error.ts';
export { type AnsweredCall, LibvirtError } from '../errors/libvirt-error.ts';
export { LibvirtRpcError } from '../errors/libvirt-rpc-error.ts';
export { NotSupportedError } from '../errors/not-supported-error.ts';
export { OverflowError } from '../errors/overflow-error.ts';
export { ProtocolError } from '../errors/protocol-error.ts';
export { type CallInFlight, TimeoutError } from '../errors/timeout-error.ts';
export { TransportError } from '../errors/transport-error.ts';
export { UsageError } from '../errors/usage-error.ts';
export type { CallOptions } from '../rpc/call-options.ts';
export type { EventRegistration } from '../rpc/client-events.ts';
export type { EventFamily } from '../rpc/event-family.ts';
export type { KeepAliveOptions } from '../rpc/keepalive-watch.ts';
export type { AuthenticationOptions } from './authentication/authentication-options.ts';
export { type Environment, processEnvironment } from './environment.ts';
export type { SessionState, StateObserver } from './link-keeper.ts';
export { type OpenAdminOptions, openAdminSession } from './open-admin-session.ts';
export type { OpenOptions } from './open-options.ts';
export { openSession } from './open-session.ts';
export type { ReconnectOptions } from './reconnect/reconnect.ts';
export { Session } from './session.ts';
export type { SessionOptions } from './session-options.ts';
export type { SshOptions } from './ssh/ssh-options.ts';
export type { Conversation } from './streams/conversation.ts';
export type { Download } from './streams/download.ts';
export type { Hole } from './streams/item-queue.ts';
export type { StreamOptions } from './streams/open-stream.ts';
export type { NodeStreams, SessionStream, SessionStreamOptions } from './streams/session-stream.ts';
export type { Upload } from './streams/upload.ts';
export type { TlsMaterial, TlsOptions } from './tls/tls-options.ts';
export { formatUri } from './uri/format-uri.ts';
export { type LibvirtUri, parseUri, type UriParam } from './uri/uri.ts';
