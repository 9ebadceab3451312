import { expect, test } from '@jest/globals';
import type { ToldStep } from '../../../../src/cli/doctor/step-recorder.ts';
import type { ShownCertificate } from '../../../../src/transport/shown-certificate.ts';
import { madeUpReport } from './made-up-report.ts';

const now = Date.parse('2030-06-01T12:00:00Z');
const certificate = (validTo: string): ShownCertificate => ({
  subject: 'CN=kvm1',
  issuer: 'CN=authority',
  validFrom: '2020-01-01T00:00:00.000Z',
  validTo,
  names: [],
});

function warningsAt(step: ToldStep): readonly string[] {
  return madeUpReport([step], { now }).steps[step.step]?.warnings ?? [];
}

test.each([
  ['2030-07-01T12:00:00.000Z', []],
  ['2030-07-01T11:59:59.000Z', ["the server's certificate (CN=kvm1) expires on 2030-07-01T11:59:59.000Z, in 29 days"]],
  ['2030-06-02T13:00:00.000Z', ["the server's certificate (CN=kvm1) expires on 2030-06-02T13:00:00.000Z, in 1 day"]],
  ['2030-06-01T13:00:00.000Z', ["the server's certificate (CN=kvm1) expires on 2030-06-01T13:00:00.000Z, in 0 days"]],
  ['2030-05-31T12:00:00.000Z', ["the server's certificate (CN=kvm1) expired on 2030-05-31T12:00:00.000Z"]],
])('a certificate valid to %s', (validTo, expected) => {
  expect(warningsAt({ step: 'tls', server: certificate(validTo) })).toEqual(expected);
});

test('a server that has nearly all clients that it takes', () => {
  const server = { name: 'libvirtd', unauthenticated: 0, maxUnauthenticated: 20, workers: 5, maxWorkers: 20 };
  const limits = (clients: number, maxClients: number) =>
    warningsAt({ step: 'limits', servers: [{ ...server, clients, maxClients }] });
  expect(limits(89, 100)).toEqual([]);
  expect(limits(90, 100)).toEqual(['libvirtd has 90 of at most 100 clients, and lets no more in then']);
  expect(limits(0, 0)).toEqual([]);
});

test('a daemon without keepalive', () => {
  const absent = [
    { number: 1, name: 'migration v1' },
    { number: 10, name: 'keepalive' },
  ];
  expect(warningsAt({ step: 'features', absent })).toEqual([expect.stringContaining('it knows no keepalive')]);
});

test('TCP is open unless SASL seals it', () => {
  const at = (...more: ToldStep[]) =>
    madeUpReport([{ step: 'uri', transport: 'tcp' }, { step: 'connect' }, ...more]).steps.connect?.warnings;
  expect(at()).toHaveLength(1);
  expect(at({ step: 'sasl', layer: 0 })).toHaveLength(1);
  expect(at({ step: 'sasl', layer: 256 })).toEqual([]);
});
