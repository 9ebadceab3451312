import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { renderText } from '../../../../src/cli/doctor/render-text.ts';
import { terminalStyle } from '../../../../src/cli/terminal-style.ts';
import { TransportError } from '../../../../src/errors/transport-error.ts';
import { madeUpReport } from './made-up-report.ts';

const plain = terminalStyle(false);

test('a connection that works', () => {
  const report = madeUpReport(
    [
      { step: 'uri', given: 'kvm', from: 'argument', alias: 'kvm', uri: 'qemu+tcp://kvm1/system' },
      { step: 'uri', transport: 'tcp', name: 'qemu:///system' },
      { step: 'uri', settings: [{ name: 'mode', value: 'legacy', from: 'remote_mode of /etc/libvirt/libvirt.conf' }] },
      { step: 'resolve', host: 'kvm1', addresses: ['10.0.0.1', 'fd00::1'] },
      { step: 'connect', tried: ['tcp:kvm1:16509'], address: '10.0.0.1:16509' },
      { step: 'sasl', offered: ['GSSAPI'], mechanism: 'GSSAPI', layer: 256 },
      { step: 'open', name: '', readOnly: true },
      { step: 'keepalive', roundTrip: 12.4, gone: 30_000 },
      { step: 'limits' },
    ],
    { nobody: new Map([['limits', 'unknown: nobody tells']]) },
  );
  expect(renderText(report, plain)).toBe(
    `ok       URI              4.0 ms
         given         kvm
         from          argument
         alias of      qemu+tcp://kvm1/system
         transport     tcp
         to open       qemu:///system
         mode          legacy (remote_mode of /etc/libvirt/libvirt.conf)
ok       resolve          1.0 ms
         name          kvm1
         addresses     10.0.0.1, fd00::1
ok       connect          1.0 ms
         tried         tcp:kvm1:16509
         connected to  10.0.0.1:16509
ok       SASL             1.0 ms
         offered       GSSAPI
         mechanism     GSSAPI
         layer         256 bits
ok       open             1.0 ms
         name          ''
         mode          read-only
ok       keepalive        1.0 ms
         ping          12 ms
         gone after    30 s of silence, unless told otherwise
skipped  limits           1.0 ms  unknown: nobody tells

The connection works; 10 ms.
`,
  );
});

test('one that fails, with a warning before and words of a program', () => {
  const error = new TransportError('ssh:kvm1 ended with status 127: two\nlines', ['ssh:kvm1'], {
    exitCode: 127,
    stderr: 'sh: nc: not found',
  });
  const report = madeUpReport(
    [
      { step: 'uri', given: 'qemu+libssh2://kvm1/system', from: 'argument', transport: 'libssh2', host: 'kvm1' },
      { step: 'connect', address: '10.0.0.1:22' },
      { step: 'ssh', client: 'built-in', hosts: [{ host: 'kvm1', type: 'ssh-ed25519', fingerprint: 'SHA256:x' }] },
    ],
    { error },
  );
  expect(renderText(report, plain)).toBe(
    `ok       URI              2.0 ms
         given         qemu+libssh2://kvm1/system
         from          argument
         transport     libssh2
ok       connect          1.0 ms
         connected to  10.0.0.1:22
failed   SSH              1.0 ms
         client        built-in
         host key      kvm1 ssh-ed25519 SHA256:x
         known by      nothing
         warning       the key of kvm1 was not known: it is taken for what it says it is
         problem       ssh:kvm1 ended with status 127: two
                       lines (EMADEUP)
         to change     on the host, install virt-ssh-helper (it comes with its libvirt clients) or a netcat that knows -U (netcat-openbsd)
         to change     or name what it has: ?proxy=netcat, ?proxy=native, ?netcat=
skipped  authentication, open, first call, daemon, hypervisor, features, keepalive, limits, close: not reached

Failed at SSH, after 4.0 ms.
`,
  );
});

test('colours are for terminals', () => {
  const report = madeUpReport([{ step: 'uri', given: 'test:///default' }]);
  const coloured = renderText(report, terminalStyle(true));
  expect(coloured).toContain('\u001b[32mok     \u001b[39m');
  expect(stripVTControlCharacters(coloured)).toBe(renderText(report, plain));
});
