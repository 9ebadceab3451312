import { expect, test } from '@jest/globals';
import { connectNumOfSecrets, secretDefineXML } from '../../../src/generated/remote-procedures.ts';
import { connectEmbedded } from '../../../src/test-driver/embedded.ts';
import { extensions } from '../../../src/test-driver/extensions.ts';
import { handlersFor } from '../../../src/test-driver/handlers.ts';
import { TestHypervisor } from '../../../src/test-driver/test-hypervisor.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';
import { MemoryClient, openedClient } from './memory-client.ts';

const noSecrets = '3 this function is not supported by the connection driver: virConnectNumOfSecrets';

test('a strict hypervisor has nothing that libvirt has not', async () => {
  const [wide, strict] = [handlersFor(false), handlersFor(true)];
  expect(extensions.length).toBeGreaterThan(0);
  for (const extension of extensions) {
    const { program, procedure } = extension;
    expect(wide(program, procedure)).toBe(extension);
    expect(strict(program, procedure)).not.toBe(extension);
  }
  const client = await openedClient({ strict: true });
  expect(await client.call(connectNumOfSecrets, undefined)).toBe(noSecrets);
});

test('clients of one hypervisor may differ in it', async () => {
  const hypervisor = new TestHypervisor({ strict: true });
  const clients = [{}, { strict: false }].map((options) => {
    const [near, far] = memoryPipe();
    hypervisor.accept(far, options);
    return new MemoryClient(near);
  });
  const answers: unknown[] = [];
  for (const client of clients) {
    await client.open();
    answers.push(await client.call(connectNumOfSecrets, undefined));
  }
  expect(answers).toEqual([noSecrets, { num: 0 }]);
});

test('whoever embeds the default host says for himself whether it is strict', async () => {
  const wide = new MemoryClient(connectEmbedded('/default'));
  const strict = new MemoryClient(connectEmbedded('/default', { strict: true }));
  for (const client of [wide, strict]) await client.open();
  await wide.get(secretDefineXML, { xml: '<secret/>', flags: 0 });
  expect(await wide.call(connectNumOfSecrets, undefined)).toEqual({ num: 1 });
  expect(await strict.call(connectNumOfSecrets, undefined)).toBe(noSecrets);
  for (const client of [wide, strict]) client.vanish();
});
