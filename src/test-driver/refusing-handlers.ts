import { ErrorDomain, ErrorNumber, StorageVolResizeFlags } from '../generated/api-enums.ts';
import { qemuDomainAttach } from '../generated/qemu-procedures.ts';
import {
  connectBaselineHypervisorCPU,
  domainBlockPeek,
  domainSetLaunchSecurityState,
  nodeAllocPages,
  nodeSetMemoryParameters,
  secretSetValue,
  storageVolResize,
} from '../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX } from '../generated/remote-types.ts';
import { mustNotBeEmpty, mustNotBeNull, mustNotBeZero } from './arguments.ts';
import { badArgument, type Fault, fault, internalFault } from './fault.ts';
import { type HandledProcedure, handle } from './handle.ts';

function unsupported(domain: number, functionName: string): Fault {
  return fault(ErrorNumber.ERR_NO_SUPPORT, domain, functionName);
}

/** Functions that the test driver does not have, and that look at their arguments before that shows. */
export const refusingHandlers: readonly HandledProcedure[] = [
  handle(secretSetValue, (_, { value }) => {
    const name = 'virSecretSetValue';
    if (value.length === 0) throw mustNotBeNull(ErrorDomain.SECRET, name, 'value');
    throw unsupported(ErrorDomain.SECRET, name);
  }),
  handle(nodeSetMemoryParameters, (_, { params }) => {
    const name = 'virNodeSetMemoryParameters';
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'params');
    throw unsupported(ErrorDomain.DOMAIN, name);
  }),
  handle(nodeAllocPages, (_, { pageSizes }) => {
    const name = 'virNodeAllocPages';
    if (pageSizes.length === 0) throw mustNotBeZero(ErrorDomain.DOMAIN, name, 'npages');
    throw unsupported(ErrorDomain.DOMAIN, name);
  }),
  handle(connectBaselineHypervisorCPU, (_, { xmlCPUs }) => {
    const name = 'virConnectBaselineHypervisorCPU';
    if (xmlCPUs.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'xmlCPUs');
    throw unsupported(ErrorDomain.DOMAIN, name);
  }),
  handle(domainBlockPeek, (_, { path, size }) => {
    const name = 'virDomainBlockPeek';
    if (size > REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX) {
      throw internalFault(ErrorDomain.RPC, 'size > maximum buffer size');
    }
    if (path === '') throw mustNotBeEmpty(ErrorDomain.DOMAIN, name, 'disk');
    throw unsupported(ErrorDomain.DOMAIN, name);
  }),
  handle(domainSetLaunchSecurityState, (_, { params }) => {
    const name = 'virDomainSetLaunchSecurityState';
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'params');
    throw unsupported(ErrorDomain.DOMAIN, name);
  }),
  handle(storageVolResize, (_, { capacity, flags }) => {
    const name = 'virStorageVolResize';
    if (capacity === 0n && (flags & (StorageVolResizeFlags.DELTA | StorageVolResizeFlags.SHRINK)) === 0) {
      const message = `capacity in ${name} cannot be zero without 'delta' or 'shrink' flags set`;
      throw badArgument(ErrorDomain.STORAGE, name, 'capacity', message);
    }
    throw unsupported(ErrorDomain.STORAGE, name);
  }),
  handle(qemuDomainAttach, (_, { pid_value }) => {
    const name = 'virDomainQemuAttach';
    if (pid_value === 0) throw mustNotBeZero(ErrorDomain.NONE, name, 'pid_value');
    throw unsupported(ErrorDomain.NONE, name);
  }),
];
