import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_SECRET when it is gone, or has no value';

export const secret: ObjectClass = {
  name: 'Secret',
  reference: 'remote_nonnull_secret',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'secretGetXMLDesc',
      doc: 'Gives its description as XML, without the value.',
      result: { field: 'xml' },
      throws: ['VIR_ERR_NO_SECRET when it is gone'],
    },
    {
      method: 'getValue',
      procedure: 'secretGetValue',
      doc: 'Gives its value.',
      result: { field: 'value', doc: "the bytes, which are the caller's from then on" },
      throws: [gone, 'VIR_ERR_INVALID_SECRET when it is private: only the daemon may read it'],
    },
    {
      method: 'setValue',
      procedure: 'secretSetValue',
      doc: 'Sets its value.',
      args: { value: { doc: 'any bytes, at least one; they are copied' } },
      throws: ['VIR_ERR_NO_SECRET when it is gone', 'VIR_ERR_INVALID_ARG when there are none'],
    },
    {
      method: 'undefine',
      procedure: 'secretUndefine',
      doc: 'Forgets it, and its value.',
      throws: ['VIR_ERR_NO_SECRET when it is gone'],
    },
  ],
};
