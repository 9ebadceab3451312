import { expect, test } from '@jest/globals';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import { describeBesideLibvirtd } from './beside.ts';
import { compareEvents, compareOperations } from './compared.ts';

describeBesideLibvirtd(
  'the test hypervisor, if it is not strict,',
  (_, peers) => {
    test('does with secrets for Python what the secret driver of libvirtd does', async () => {
      const socket = encodeURIComponent(peers.theirSocket);
      await compareOperations('secrets', peers.ours, `secret+unix:///system?socket=${socket}`);
    });

    test('tells others of secrets what the secret driver of libvirtd tells them', async () => {
      const socket = encodeURIComponent(peers.theirSocket);
      const counts = await compareEvents('secrets', 'secrets', peers.ours, `secret+unix:///system?socket=${socket}`);
      expect([...counts.keys()]).toEqual(
        expect.arrayContaining([
          'all secret LIFECYCLE',
          'all secret VALUE_CHANGED',
          'filtered secret LIFECYCLE',
          'filtered secret VALUE_CHANGED',
        ]),
      );
    });
  },
  { strict: false },
);

const listing = `
connection = libvirt.open(args)
try:
    print(json.dumps(connection.numOfSecrets()))
except libvirt.libvirtError as error:
    print(json.dumps(list(error.err)))
`;

describeBesideLibvirtd('a strict test hypervisor', (both) => {
  test('has no secrets, as the test driver of libvirtd has none', async () => {
    const [ours, theirs] = await both((uri) => pythonLibvirt<unknown>(listing, uri));
    expect(ours).toEqual(theirs);
    expect(theirs).toContain('this function is not supported by the connection driver: virConnectNumOfSecrets');
  });
});
