import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import { hear } from '../../unit/diagnostics/heard.ts';

describeWithLab('the trace of a stream', (lab) => {
  test.each(['own', 'shared'] as const)('of an %s connection lasts until the stream has ended', async (which) => {
    await using connection = await connect(lab.unixUri);
    using streams = hear('libvirt-rpc:stream');
    const domain = await connection.lookupDomainByName('test');
    const { image } = await domain.screenshot({ connection: which });
    expect(streams.heard.map(({ where }) => where)).toEqual(['start', 'end']);
    let received = 0;
    for await (const chunk of image) received += chunk.length;
    await image.close();
    expect(received).toBeGreaterThan(1000);
    expect(streams.heard.map(({ where }) => where)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(streams.heard[0]?.message).toEqual({
      procedure: 'domainScreenshot',
      direction: 'read',
      peer: connection.session.peer,
      args: { dom: { name: 'test', uuid: domain.uuid, id: 1 }, screen: 0, flags: 0 },
      received,
      sent: 0,
    });
  });

  test('that is refused has its error', async () => {
    await using connection = await connect(lab.unixUri);
    using streams = hear('libvirt-rpc:stream');
    const domain = await connection.lookupDomainByName('test');
    const error = await domain.openConsole({ connection: 'shared' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    expect(streams.heard.map(({ where }) => where)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(streams.heard[0]?.message).toHaveProperty('error', error);
  });
});
