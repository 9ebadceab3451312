import { fileURLToPath } from 'node:url';

/** The folder of this package, wherever the compiled benchmark lies in it. */
export const packageRoot = fileURLToPath(new URL('.', import.meta.resolve('libvirt-rpc/package.json')));
