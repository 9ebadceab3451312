import type { DoctorFeature } from './report.ts';

/** What daemons can be asked for by connectSupportsFeature, by libvirt's internal numbers. */
export const features: readonly DoctorFeature[] = [
  'migration v1',
  'remote driver',
  'migration v2',
  'migration from peer to peer',
  'direct migration',
  'migration v3',
  'protection against changes during migration',
  'file descriptors',
  'strings in typed parameters',
  'keepalive',
  'XML fit for migration',
  'migration of domains that are off',
  'migration with typed parameters',
  'events by callback',
  'close callback',
  'networkUpdate with its arguments in order',
].map((name, index) => ({ number: index + 1, name }));

/** What is to be said where a daemon lacks one of them. */
export const lackWarnings: Readonly<Record<number, string>> = {
  9: 'it takes no strings in typed parameters: it is older than libvirt 0.9.8',
  10: 'it knows no keepalive: that it has gone is noticed only when the connection breaks',
  14: 'it knows no events by callback: it is older than libvirt 1.2.1',
};
