import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_DOMAIN_SNAPSHOT when it is gone';

export const domainSnapshot: ObjectClass = {
  name: 'DomainSnapshot',
  reference: 'remote_nonnull_domain_snapshot',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'domainSnapshotGetXMLDesc',
      doc: 'Gives its description as XML. DomainSnapshotXMLFlags.SECURE, for passwords, needs a connection that may write.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'isCurrent',
      procedure: 'domainSnapshotIsCurrent',
      doc: 'Tells whether its domain goes on from it.',
      result: { field: 'current', as: 'boolean' },
      throws: [gone],
    },
    {
      method: 'hasMetadata',
      procedure: 'domainSnapshotHasMetadata',
      doc: 'Tells whether libvirt keeps something about it that must go before its domain can be undefined.',
      result: { field: 'metadata', as: 'boolean' },
      throws: [gone],
    },
    {
      method: 'getParent',
      procedure: 'domainSnapshotGetParent',
      doc: 'Finds the snapshot that it came from.',
      result: { field: 'snap', as: { handle: 'DomainSnapshot' } },
      throws: ['VIR_ERR_NO_DOMAIN_SNAPSHOT when there is none'],
    },
    {
      method: 'numChildren',
      procedure: 'domainSnapshotNumChildren',
      doc: 'Counts the snapshots that came from it: directly, or by flags all.',
      result: { field: 'num' },
      throws: [gone],
    },
    {
      method: 'listChildrenNames',
      procedure: 'domainSnapshotListChildrenNames',
      counted: 'domainSnapshotNumChildren',
      doc: 'Lists the names of the snapshots that came from it: directly, or by flags all.',
      result: { field: 'names' },
      throws: [gone],
    },
    {
      method: 'revertToSnapshot',
      procedure: 'domainRevertToSnapshot',
      doc: 'Puts its domain back to where it was then; a handle that tells the id must be looked up again.',
      throws: [
        gone,
        'VIR_ERR_SNAPSHOT_REVERT_RISKY when it would lose too much without DomainSnapshotRevertFlags.FORCE',
      ],
    },
    {
      method: 'delete',
      procedure: 'domainSnapshotDelete',
      doc: 'Deletes it, or by flags its children too; what came from it keeps its data.',
      throws: [gone],
    },
  ],
};
