import {
  DomainCheckpointCreateFlags,
  DomainCheckpointDeleteFlags,
  ErrorDomain,
  ErrorNumber,
} from '../../../generated/api-enums.ts';
import { domainCheckpointCreateXML, domainCheckpointDelete } from '../../../generated/remote-procedures.ts';
import { mutuallyExclusive, requiredBy } from '../../arguments.ts';
import { checkFlags, fault } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { checkpointReference, referredCheckpoint } from './find-checkpoint.ts';

const Create = DomainCheckpointCreateFlags;
const Delete = DomainCheckpointDeleteFlags;
const { DOMAIN_CHECKPOINT } = ErrorDomain;

function impossible(why: string): Error {
  const detail = `cannot create checkpoint ${why}`;
  return fault(ErrorNumber.ERR_OPERATION_UNSUPPORTED, ErrorDomain.TEST, detail);
}

/** What makes checkpoints and takes them away. */
export const checkpointLifeHandlers: readonly HandledProcedure[] = [
  handle(domainCheckpointCreateXML, ({ domains }, { dom, xml_desc, flags }) => {
    const redefines = (flags & Create.REDEFINE) !== 0;
    if ((flags & Create.REDEFINE_VALIDATE) !== 0 && !redefines) {
      const names = [
        'VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE',
        'VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE',
      ] as const;
      throw requiredBy(DOMAIN_CHECKPOINT, 'virDomainCheckpointCreateXML', ...names);
    }
    checkFlags('testDomainCheckpointCreateXML', flags, Create.REDEFINE | Create.QUIESCE);
    const domain = domains.referredBy(dom);
    if (domain.snapshots.all().length > 0) throw impossible('while snapshot exists');
    if (!domain.isActive) throw impossible('for inactive domain');
    const checkpoint = parseCheckpoint(domain, xml_desc, redefines);
    if (!redefines && domain.checkpoints.byName(checkpoint.name) !== undefined) {
      const detail = `domain moment ${checkpoint.name} already exists`;
      throw fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.DOMAIN, detail);
    }
    domain.checkpoints.add(checkpoint);
    domain.checkpoints.makeCurrent(checkpoint);
    return { checkpoint: checkpointReference(domain, checkpoint) };
  }),
  handle(domainCheckpointDelete, (host, { checkpoint: reference, flags }) => {
    if ((flags & Delete.CHILDREN) !== 0 && (flags & Delete.CHILDREN_ONLY) !== 0) {
      const names = ['VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN', 'VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY'] as const;
      throw mutuallyExclusive(DOMAIN_CHECKPOINT, 'virDomainCheckpointDelete', ...names);
    }
    checkFlags('testDomainCheckpointDelete', flags, Delete.CHILDREN | Delete.METADATA_ONLY | Delete.CHILDREN_ONLY);
    const {
      domain: { checkpoints },
      checkpoint,
    } = referredCheckpoint(host, reference);
    if ((flags & (Delete.CHILDREN | Delete.CHILDREN_ONLY)) !== 0) checkpoints.removeDescendants(checkpoint);
    if ((flags & Delete.CHILDREN_ONLY) === 0) checkpoints.remove(checkpoint);
  }),
];
