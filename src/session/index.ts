/**
 * `libvirt-rpc/session`: typed calls of every procedure, without the object classes on top.
 *
 * @module
 */
export type { CallInFlight } from '../errors/timeout-error.ts';
export type { CallOptions } from '../rpc/call-options.ts';
export type { Environment } from './environment.ts';
export { type OpenAdminOptions, openAdminSession } from './open-admin-session.ts';
export { type OpenOptions, openSession } from './open-session.ts';
export { Session, type SessionOptions } from './session.ts';
export { formatUri, type LibvirtUri, parseUri, type UriParam } from './uri.ts';
