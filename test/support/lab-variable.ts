/** The environment variable through which Jest's workers learn of the shared daemon. */
export const labVariable = 'LIBVIRT_RPC_LAB';
