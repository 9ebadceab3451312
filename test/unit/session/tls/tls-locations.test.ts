import { describe, expect, test } from '@jest/globals';
import { type Environment, processEnvironment } from '../../../../src/session/environment.ts';
import { tlsLocations } from '../../../../src/session/tls/tls-locations.ts';

const system = {
  ca: '/etc/pki/CA/cacert.pem',
  crl: '/etc/pki/CA/cacrl.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};
const own = {
  ca: '/home/jo/.pki/libvirt/cacert.pem',
  crl: '/home/jo/.pki/libvirt/cacrl.pem',
  cert: '/home/jo/.pki/libvirt/clientcert.pem',
  key: '/home/jo/.pki/libvirt/clientkey.pem',
};
const all = [...Object.values(system), ...Object.values(own)];

function user(uid: number | undefined, files: readonly string[], platform = 'linux'): Environment {
  return {
    ...processEnvironment(),
    platform,
    uid,
    home: '/home/jo',
    variables: {},
    exists: (path) => files.includes(path),
  };
}

describe('the files of TLS', () => {
  test("of root are the machine's", () => {
    expect(tlsLocations(undefined, user(0, all))).toMatchObject({
      ca: system.ca,
      crl: system.crl,
      identity: { cert: system.cert, key: system.key },
    });
    expect(tlsLocations(undefined, user(0, Object.values(own)))).toMatchObject({
      ca: system.ca,
      crl: undefined,
      identity: undefined,
      identityMissing: `there is no ${system.cert}`,
    });
  });

  test("of users are their own, and the machine's where they have none", () => {
    expect(tlsLocations(undefined, user(1000, all))).toMatchObject({
      ca: own.ca,
      crl: own.crl,
      identity: { cert: own.cert, key: own.key },
    });
    expect(tlsLocations(undefined, user(1000, Object.values(system)))).toMatchObject({
      ca: system.ca,
      crl: system.crl,
      identity: { cert: system.cert, key: system.key },
    });
    expect(tlsLocations(undefined, user(1000, [own.ca, system.crl, system.cert, system.key]))).toMatchObject({
      ca: own.ca,
      crl: system.crl,
      identity: { cert: system.cert, key: system.key },
    });
    expect(tlsLocations(undefined, user(1000, [system.ca, own.crl]))).toMatchObject({
      ca: system.ca,
      crl: own.crl,
      identity: undefined,
      identityMissing: `there is no ${own.cert} and no ${system.cert}`,
    });
  });

  test('go in pairs where they are a certificate and its key', () => {
    expect(tlsLocations(undefined, user(1000, [own.cert, system.cert, system.key])).identity).toMatchObject({
      cert: system.cert,
      key: system.key,
    });
    for (const [files, missing] of [
      [[own.cert, system.key], `${own.cert} is there, but not its key ${own.key}`],
      [[own.key, system.cert], `${own.key} is there, but not its certificate ${own.cert}`],
      [[system.cert], `${system.cert} is there, but not its key ${system.key}`],
    ] as const) {
      expect(tlsLocations(undefined, user(1000, files))).toMatchObject({
        identity: undefined,
        identityMissing: missing,
      });
    }
  });

  test('are in one directory alone where that is given', () => {
    const files = ['cacert', 'cacrl', 'clientcert', 'clientkey'].map((name) => `/pki/${name}.pem`);
    for (const uid of [0, 1000]) {
      expect(tlsLocations('/pki', user(uid, [...all, ...files]))).toMatchObject({
        ca: files[0],
        crl: files[1],
        identity: { cert: files[2], key: files[3] },
      });
      expect(tlsLocations('/pki', user(uid, all))).toMatchObject({ ca: files[0], crl: undefined, identity: undefined });
    }
  });

  test('are where other systems have such files', () => {
    const prefix = '/opt/homebrew';
    const brew = { ...user(501, [`${prefix}/etc/libvirt`]), platform: 'darwin' };
    expect(tlsLocations(undefined, brew).ca).toBe(`${prefix}/etc/pki/CA/cacert.pem`);
    const windows = {
      ...user(undefined, []),
      platform: 'win32',
      home: 'C:\\Users\\jo',
      variables: { PROGRAMDATA: 'C:\\ProgramData' },
    };
    const its = 'C:\\Users\\jo\\.pki\\libvirt\\cacert.pem';
    expect(tlsLocations(undefined, windows).ca).toBe('C:\\ProgramData\\pki\\CA\\cacert.pem');
    expect(tlsLocations(undefined, { ...windows, exists: (path) => path === its }).ca).toBe(its);
  });
});
