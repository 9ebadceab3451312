import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import {
  authList,
  authPolkit,
  authSASLInit,
  authSASLStart,
  authSASLStep,
  connectClose,
  connectGetCapabilities,
  connectGetHostname,
  connectGetLibVersion,
  connectGetMaxVcpus,
  connectGetType,
  connectGetURI,
  connectGetVersion,
  connectIsSecure,
  connectOpen,
  connectRegisterCloseCallback,
  connectSetIdentity,
  connectSupportsFeature,
  connectUnregisterCloseCallback,
} from '../../generated/remote-procedures.ts';
import { AuthType } from '../../generated/remote-types.ts';
import { mostVcpus } from '../domain/resource-handlers.ts';
import { fault, unexplainedFault } from '../fault.ts';
import { type HandledProcedure, handle, handleForSession, handleOpen } from '../handle.ts';

/** The bit of the flags of OPEN that counts for a daemon. */
const readOnlyFlag = 1;

const programKeepalive = 10;
/** File descriptors, text in typed parameters, ids of event registrations, close events, arguments of network updates. */
const supportedFeatures: ReadonlySet<number> = new Set([8, 9, programKeepalive, 14, 15, 16]);

function refuseAuthentication(): never {
  throw fault(ErrorNumber.ERR_AUTH_FAILED, ErrorDomain.RPC, 'authentication failed');
}

/** `9.2.1` as libvirt counts its releases: 9002001. */
function releaseNumber(release: string): bigint {
  const [major = 0, minor = 0, micro = 0] = release.split('.').map(Number);
  return BigInt(1_000_000 * major + 1000 * minor + micro);
}

/** How clients come and go, and what they ask first. */
export const connectionHandlers: readonly HandledProcedure[] = [
  // Whoever can reach the test hypervisor may use it.
  handleForSession(authList, () => ({ types: [AuthType.NONE] })),
  handleForSession(authSASLInit, refuseAuthentication),
  handleForSession(authSASLStart, refuseAuthentication),
  handleForSession(authSASLStep, refuseAuthentication),
  handleForSession(authPolkit, () => {
    throw unexplainedFault();
  }),
  handleForSession(connectOpen, (session, { name, flags }) => session.open(name, (flags & readOnlyFlag) !== 0)),
  handleForSession(connectClose, (session) => {
    session.closeSoon();
  }),
  handleForSession(connectSupportsFeature, (session, { feature }) => {
    if (feature !== programKeepalive) session.connection();
    return { supported: Number(supportedFeatures.has(feature)) };
  }),
  handleForSession(connectGetLibVersion, (session) => {
    session.connection();
    return { lib_ver: releaseNumber(session.facts.release) };
  }),
  handleForSession(connectGetHostname, (session) => {
    session.connection();
    return { hostname: session.facts.hostname };
  }),
  handleOpen(connectGetURI, ({ uri }) => ({ uri })),
  handle(connectGetType, () => ({ type: 'TEST' })),
  handle(connectGetVersion, () => ({ hv_ver: 2n })),
  handle(connectIsSecure, () => ({ secure: 1 })),
  handle(connectGetMaxVcpus, () => ({ max_vcpus: mostVcpus })),
  handle(connectGetCapabilities, ({ capabilities }) => ({ capabilities })),
  // Everybody may do everything, so it does not matter who it is.
  handle(connectSetIdentity, () => {}),
  // The host is here, so nothing ever cuts the connection to it.
  handle(connectRegisterCloseCallback, () => {}),
  handle(connectUnregisterCloseCallback, () => {}),
];
