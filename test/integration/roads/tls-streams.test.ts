import { afterAll, beforeAll, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { type Carrier, carryStreams, stallStream } from './carry-streams.ts';
import { TlsLab, tlsUri } from './tls-lab.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('by TLS', () => {
  let lab: TlsLab;
  let daemon: TestDaemon;
  let uri: string;

  beforeAll(async () => {
    lab = await TlsLab.create();
    daemon = await lab.startDaemon();
    uri = tlsUri(daemon, { pkipath: await lab.clientWith(lab.client) }).replace('test+tls', 'storage+tls');
    uri = uri.replace('/default', '/system');
  });

  afterAll(async () => {
    await daemon?.stop();
    await lab?.remove();
  });

  test.each<Carrier>(['own', 'shared'])('streams go both ways beside calls, on the %s connection', async (carrier) => {
    await using connection = await connect(uri);
    await carryStreams(connection, lab.directory, carrier);
  });

  test('a stream that nobody reads holds up no calls', async () => {
    await using connection = await connect(uri);
    await stallStream(connection, lab.directory);
  });
});
