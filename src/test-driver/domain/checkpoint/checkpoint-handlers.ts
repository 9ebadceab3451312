import { DomainCheckpointListFlags, DomainCheckpointXMLFlags, ErrorDomain } from '../../../generated/api-enums.ts';
import {
  domainCheckpointGetParent,
  domainCheckpointGetXMLDesc,
  domainCheckpointListAllChildren,
  domainCheckpointLookupByName,
  domainListAllCheckpoints,
} from '../../../generated/remote-procedures.ts';
import { type NonnullDomainCheckpoint, REMOTE_DOMAIN_CHECKPOINT_LIST_MAX } from '../../../generated/remote-types.ts';
import { allFlags } from '../../all-flags.ts';
import { listing } from '../../bounded-list.ts';
import { checkFlags, forbidden } from '../../fault.ts';
import { passesFlags } from '../../flag-filter.ts';
import { type HandledProcedure, handle, handleOpen } from '../../handle.ts';
import type { Domain } from '../domain.ts';
import { type Checkpoint, formatCheckpoint } from './checkpoint.ts';
import { checkpointNamed, checkpointReference, noCheckpoint, referredCheckpoint } from './find-checkpoint.ts';

const Flags = DomainCheckpointListFlags;
const listFlags = allFlags(Flags);
const { SECURE, NO_DOMAIN, SIZE } = DomainCheckpointXMLFlags;

function list(
  domain: Domain,
  among: readonly Checkpoint[],
  wanted: number,
  flags: number,
): { readonly checkpoints: NonnullDomainCheckpoint[]; readonly ret: number } {
  const chosen = among.filter((checkpoint) => {
    const leaf = domain.checkpoints.isLeaf(checkpoint);
    return passesFlags(flags, [
      [Flags.LEAVES, leaf],
      [Flags.NO_LEAVES, !leaf],
    ]);
  });
  const references = chosen.map((checkpoint) => checkpointReference(domain, checkpoint));
  const { items, ret } = listing(references, wanted, REMOTE_DOMAIN_CHECKPOINT_LIST_MAX, 'domain checkpoints');
  return { checkpoints: items, ret };
}

/** Which checkpoints domains have, and what they are. */
export const checkpointHandlers: readonly HandledProcedure[] = [
  handle(domainListAllCheckpoints, ({ domains }, { dom, need_results, flags }) => {
    checkFlags('testDomainListAllCheckpoints', flags, listFlags);
    const domain = domains.referredBy(dom);
    const all = domain.checkpoints.all();
    const among = (flags & Flags.ROOTS) === 0 ? all : all.filter(({ parent }) => parent === undefined);
    return list(domain, among, need_results, flags);
  }),
  handle(domainCheckpointListAllChildren, (host, { checkpoint: reference, need_results, flags }) => {
    checkFlags('testDomainCheckpointListAllChildren', flags, listFlags);
    const { domain, checkpoint } = referredCheckpoint(host, reference);
    const { checkpoints } = domain;
    const deep = (flags & Flags.DESCENDANTS) !== 0;
    const among = deep ? checkpoints.descendantsOf(checkpoint) : checkpoints.childrenOf(checkpoint);
    return list(domain, among, need_results, flags);
  }),
  handle(domainCheckpointLookupByName, ({ domains }, { dom, name, flags }) => {
    checkFlags('testDomainCheckpointLookupByName', flags, 0);
    const domain = domains.referredBy(dom);
    return { checkpoint: checkpointReference(domain, checkpointNamed(domain, name)) };
  }),
  handle(domainCheckpointGetParent, (host, { checkpoint: reference, flags }) => {
    checkFlags('testDomainCheckpointGetParent', flags, 0);
    const { domain, checkpoint } = referredCheckpoint(host, reference);
    const { name, parent } = checkpoint;
    if (parent === undefined) throw noCheckpoint(`checkpoint '${name}' does not have a parent`);
    return { parent: checkpointReference(domain, checkpointNamed(domain, parent)) };
  }),
  handleOpen(domainCheckpointGetXMLDesc, ({ host, readOnly }, { checkpoint, flags }) => {
    const secure = (flags & SECURE) !== 0;
    if (readOnly && secure) {
      throw forbidden(ErrorDomain.DOMAIN_CHECKPOINT, 'virDomainCheckpointGetXMLDesc with secure flag');
    }
    checkFlags('testDomainCheckpointGetXMLDesc', flags, SECURE | NO_DOMAIN | SIZE);
    const withDomain = (flags & NO_DOMAIN) === 0;
    return { xml: formatCheckpoint(referredCheckpoint(host, checkpoint).checkpoint, { secure, withDomain }) };
  }),
];
