import { expect, test } from '@jest/globals';
import { memoryPipe } from '../../../src/transport/memory.ts';

test('two who never stop talking leave time for others', async () => {
  const [left, right] = memoryPipe();
  let exchanges = 0;
  right.open({ data: (chunk) => right.write(chunk.slice()), drain: () => undefined, end: () => undefined });
  left.open({
    data: (chunk) => {
      exchanges++;
      left.write(chunk.slice());
    },
    drain: () => undefined,
    end: () => undefined,
  });
  left.write(Uint8Array.of(1));
  // Without it, neither a timer nor anything from outside would ever come again.
  await new Promise((resolve) => setTimeout(resolve, 1));
  left.destroy();
  expect(exchanges).toBeGreaterThan(0);
});
