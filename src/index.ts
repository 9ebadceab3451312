export { XdrError } from '@xdr-ts/runtime';
export type {
  CredentialKind,
  CredentialRequest,
  Credentials,
  CredentialsCallback,
  KnownCredentials,
} from './auth/credentials.ts';
export { MechanismError } from './auth/mechanism-error.ts';
export type {
  SaslContext,
  SaslMechanism,
  SaslMessage,
  SaslOutcome,
  SaslQuestion,
  StrengthRange,
} from './auth/sasl-mechanism.ts';
export type { SecurityLayer } from './auth/security-layer.ts';
export type {
  DoctorFeature,
  DoctorReport,
  DoctorServerLimits,
  DoctorStatus,
  DoctorStep,
  DoctorStepName,
  DoctorSteps,
} from './cli/doctor/report.ts';
export { AdminClient } from './client/admin-client.ts';
export { AdminConnection } from './client/admin-connection.ts';
export { AdminServer } from './client/admin-server.ts';
export { connect } from './client/connect.ts';
export { connectAdmin } from './client/connect-admin.ts';
export type { NodeCPUMap, NodeCPUStats, NodeMemoryStats } from './client/connection/connection-host.ts';
export { Connection } from './client/connection.ts';
export { copyVolume } from './client/copy-volume.ts';
export type { DomainGuestVcpus, DomainVcpuInfo } from './client/domain/domain-cpus.ts';
export type {
  DomainBlockJobInfo,
  DomainDiskError,
  DomainInterface,
  DomainIPAddress,
} from './client/domain/domain-inside.ts';
export type { DomainJobTypeAndStats } from './client/domain/domain-jobs.ts';
export type { DomainMemoryStats } from './client/domain/memory-stats.ts';
export { Domain } from './client/domain.ts';
export { DomainCheckpoint } from './client/domain-checkpoint.ts';
export { DomainSnapshot } from './client/domain-snapshot.ts';
export { type DomainStatsOptions, DomainStatsRecord } from './client/domain-stats.ts';
export type * from './client/events/domain-event-types.ts';
export type { EventFilter, QueueOptions, SubscribeOptions } from './client/events/event-options.ts';
export type * from './client/events/event-types.ts';
export { type EventListener, Listening } from './client/events/listening.ts';
export { Subscription } from './client/events/subscription.ts';
export { DomainWatch } from './client/events/watch-domains.ts';
export type {
  DomainAddedChange,
  DomainChange,
  DomainMetadataChanged,
  DomainRedefinedChange,
  DomainRemovedChange,
  DomainRenamedChange,
  DomainStateChange,
  DomainStatsFailed,
  DomainStatsTaken,
  ToldByEvent,
  WatchDomainsOptions,
  WatchedDomain,
  WatchStatsOptions,
} from './client/events/watch-domains-types.ts';
export type { FlagOptions } from './client/flag-options.ts';
export type { NodeInfo, SecurityModel } from './client/generated/connection-methods.ts';
export type {
  DomainBlockInfo,
  DomainBlockStats,
  DomainControlInfo,
  DomainFSInfo,
  DomainInfo,
  DomainInterfaceStats,
  DomainIOThreadInfo,
  DomainJobInfo,
  DomainSecurityLabel,
  DomainSecurityLabelListItem,
  DomainStateAndReason,
  DomainTime,
} from './client/generated/domain-methods.ts';
export type { NetworkDHCPLease } from './client/generated/network-methods.ts';
export type { StoragePoolInfo } from './client/generated/storage-pool-methods.ts';
export type { StorageVolInfo } from './client/generated/storage-vol-methods.ts';
export type * from './client/generated/typed-parameter-names.ts';
export { Interface } from './client/interface.ts';
export { Network } from './client/network.ts';
export { NetworkPort } from './client/network-port.ts';
export { NodeDevice } from './client/node-device.ts';
export { NWFilter } from './client/nw-filter.ts';
export { NWFilterBinding } from './client/nw-filter-binding.ts';
export type { ParameterTreeNode } from './client/parameter-tree.ts';
export { Secret } from './client/secret.ts';
export { StoragePool } from './client/storage-pool.ts';
export { StorageVol } from './client/storage-vol.ts';
export type { TypedParameter, TypedParameterKind, TypedParameterValue } from './client/typed-parameters.ts';
export type {
  CallContext,
  ConnectContext,
  EventContext,
  ReceivedEvent,
  SessionStateChange,
  StreamContext,
  TracedArguments,
  TracedOutcome,
} from './diagnostics/trace-contexts.ts';
export { AbortError } from './errors/abort-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { ConfigFileError } from './errors/config-file-error.ts';
export { type CloseReason, ConnectionError } from './errors/connection-error.ts';
export { FileError } from './errors/file-error.ts';
export { type AnsweredCall, LibvirtError } from './errors/libvirt-error.ts';
export { LibvirtRpcError } from './errors/libvirt-rpc-error.ts';
export { NotSupportedError } from './errors/not-supported-error.ts';
export { OverflowError } from './errors/overflow-error.ts';
export { ProtocolError } from './errors/protocol-error.ts';
export { type CallInFlight, TimeoutError } from './errors/timeout-error.ts';
export { TransportError } from './errors/transport-error.ts';
export { UsageError } from './errors/usage-error.ts';
export * from './generated/api-enums.ts';
export { jsonReplacer } from './json-replacer.ts';
export type { CallOptions } from './rpc/call-options.ts';
export type { KeepAliveOptions } from './rpc/keepalive-watch.ts';
export type { AuthenticationOptions } from './session/authentication/authentication-options.ts';
export { type Environment, processEnvironment } from './session/environment.ts';
export type { SessionState, StateObserver } from './session/link-keeper.ts';
export type { OpenAdminOptions } from './session/open-admin-session.ts';
export type { OpenOptions } from './session/open-options.ts';
export type { ReconnectOptions } from './session/reconnect/reconnect.ts';
export { Session } from './session/session.ts';
export type { SessionOptions } from './session/session-options.ts';
export type { SshOptions } from './session/ssh/ssh-options.ts';
export type { Conversation } from './session/streams/conversation.ts';
export type { Download } from './session/streams/download.ts';
export type { Screenshot } from './session/streams/guest-streams.ts';
export type { Hole } from './session/streams/item-queue.ts';
export type { StreamOptions } from './session/streams/open-stream.ts';
export type { Upload } from './session/streams/upload.ts';
export type { DownloadOptions, UploadOptions, VolumePart } from './session/streams/volume-streams.ts';
export type { TlsMaterial, TlsOptions } from './session/tls/tls-options.ts';
export type { TransferOptions, TransferProgress, TransferResult } from './session/transfers/transfer-options.ts';
