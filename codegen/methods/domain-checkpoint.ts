import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_DOMAIN_CHECKPOINT when it is gone';

export const domainCheckpoint: ObjectClass = {
  name: 'DomainCheckpoint',
  reference: 'remote_nonnull_domain_checkpoint',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'domainCheckpointGetXMLDesc',
      doc: 'Gives its description as XML; the flags ask for how much has changed since, and for passwords, which need a connection that may write.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'getParent',
      procedure: 'domainCheckpointGetParent',
      doc: 'Finds the checkpoint before it.',
      result: { field: 'parent', as: { handle: 'DomainCheckpoint' } },
      throws: ['VIR_ERR_NO_DOMAIN_CHECKPOINT when there is none'],
    },
    {
      method: 'listAllChildren',
      procedure: 'domainCheckpointListAllChildren',
      doc: 'Lists the checkpoints that came after it: directly, or by flags all.',
      result: { field: 'checkpoints', as: { handle: 'DomainCheckpoint' } },
      throws: [gone],
    },
    {
      method: 'delete',
      procedure: 'domainCheckpointDelete',
      doc: 'Deletes it: what it kept track of falls to the one before it.',
      throws: [gone],
    },
  ],
};
