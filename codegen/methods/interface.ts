import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_INTERFACE when it is gone';

export const networkInterface: ObjectClass = {
  name: 'Interface',
  reference: 'remote_nonnull_interface',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'interfaceGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'create',
      procedure: 'interfaceCreate',
      doc: 'Brings it up according to its definition.',
      throws: ['VIR_ERR_OPERATION_INVALID when it is active already'],
    },
    {
      method: 'destroy',
      procedure: 'interfaceDestroy',
      doc: 'Takes it down; its definition stays. Whoever came through it is cut off.',
      throws: ['VIR_ERR_OPERATION_INVALID when it is not active'],
    },
    {
      method: 'undefine',
      procedure: 'interfaceUndefine',
      doc: 'Forgets its definition.',
      throws: [gone],
    },
    {
      method: 'isActive',
      procedure: 'interfaceIsActive',
      doc: 'Tells whether it is up.',
      result: { field: 'active', as: 'boolean' },
    },
  ],
};
