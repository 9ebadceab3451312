import { expect, test } from '@jest/globals';
import { connectGetURI, connectListAllDomains } from '../../../src/generated/remote-procedures.ts';
import { openSession } from '../../../src/session/open-session.ts';

test('test:///default is answered in this process, by one host for all who open it', async () => {
  await using first = await openSession('test:///default');
  await using second = await openSession('test:///default');
  expect(await first.call(connectGetURI, undefined)).toEqual({ uri: 'test:///default' });
  expect(await second.call(connectListAllDomains, { need_results: 1, flags: 0 })).toMatchObject({ ret: 1 });
});
