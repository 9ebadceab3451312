import { expect, test } from '@jest/globals';
import { NotSupportedError } from '../../../src/errors/not-supported-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { lxcDomainOpenNamespace } from '../../../src/generated/lxc-procedures.ts';
import { qemuDomainMonitorCommandWithFiles } from '../../../src/generated/qemu-procedures.ts';
import {
  connectGetType,
  domainCreateWithFiles,
  domainCreateXMLWithFiles,
  domainFDAssociate,
  domainLookupByName,
  domainOpenGraphics,
  domainOpenGraphicsFD,
} from '../../../src/generated/remote-procedures.ts';
import { openSession } from '../../../src/session/open-session.ts';
import type { Session } from '../../../src/session/session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { mail, web } from '../oracle/node-state.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';
import { scriptedPeer } from '../scripted-peer.ts';

const dom = web;

test.each<readonly [string, (session: Session) => Promise<unknown>]>([
  ['domainOpenGraphics', (session) => session.call(domainOpenGraphics, { dom, idx: 0, flags: 0 })],
  ['domainOpenGraphicsFD', (session) => session.call(domainOpenGraphicsFD, { dom, idx: 0, flags: 0 })],
  ['domainFDAssociate', (session) => session.call(domainFDAssociate, { dom, name: 'disk', flags: 0 })],
  ['lxcDomainOpenNamespace', (session) => session.call(lxcDomainOpenNamespace, { dom, flags: 0 })],
])('%s, which needs file descriptors, is refused, and nothing is sent', async (procedure, call) => {
  await using peer = await scriptedPeer({ connectGetType: (incoming) => incoming.reply({ type: 'TEST' }) });
  await using session = await openSession(peer.uri);
  const opening = peer.received.length;
  const refusal = call(session);
  await expect(refusal).rejects.toThrow(UsageError);
  await expect(refusal).rejects.toThrow(`${procedure} passes file descriptors`);
  expect(session.inFlight).toEqual([]);
  await session.call(connectGetType, undefined);
  expect(peer.received.slice(opening)).toEqual(['connectGetType']);
});

describeWithLab('procedures that may pass file descriptors', (lab) => {
  test.each(['unix', 'tcp'] as const)('do without them over %s', async (transport) => {
    await withNodeFile(lab, transport, async ({ uri }) => {
      await using session = await openSession(uri);
      const xml = "<domain type='test'><name>bare</name><memory>4096</memory><os><type>hvm</type></os></domain>";
      const made = await session.call(domainCreateXMLWithFiles, { xml_desc: xml, flags: 0 });
      expect(made.dom).toMatchObject({ name: 'bare', id: 2 });
      await expect(session.call(domainLookupByName, { name: 'bare' })).resolves.toEqual(made);
      const started = await session.call(domainCreateWithFiles, { dom: mail, flags: 0 });
      expect(started.dom).toMatchObject({ name: 'mail', id: 3 });
      const command = session.call(qemuDomainMonitorCommandWithFiles, { dom, cmd: 'info version', flags: 1 });
      await expect(command).rejects.toThrow(NotSupportedError);
      await expect(command).rejects.toMatchObject({ procedure: 'qemuDomainMonitorCommandWithFiles', since: undefined });
    });
  });
});
