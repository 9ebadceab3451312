import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** How many bytes the array buffers of this process hold, those left out that nobody can reach. */
export function arrayBufferBytes(): number {
  if (typeof collectGarbage !== 'function') throw new Error('V8 has no gc()');
  // The second run waits for what the first one has begun to free.
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}
