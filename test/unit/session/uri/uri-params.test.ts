import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';
import { checkUriParams, remoteMode, remoteProxy, uriSwitch } from '../../../../src/session/uri/uri-params.ts';

const withQuery = (query: string, scheme = 'qemu+tcp') => parseUri(`${scheme}://kvm1/system?${query}`);

describe('switches', () => {
  test.each([
    ['', false],
    ['no_verify=0', false],
    ['no_verify=1', true],
    ['no_verify=-1', true],
    ['no_verify=%20%09+007', true],
    ['NO_VERIFY=00', false],
    ['no_verify=1&No_Verify=0', false],
    ['no_verify=2147483647', true],
    ['no_verify=-2147483648', true],
    ['no_sanity=1', false],
  ])('with %j no_verify is %s', (query, value) => {
    expect(uriSwitch(withQuery(query), 'no_verify')).toBe(value);
    expect(() => checkUriParams(withQuery(query), emptyClientConfig)).not.toThrow();
  });

  test.each(['', 'yes', '1x', 'x1', '1%20', '0x1', '1.0', '1e3', '--1', '+', '2147483648', '-2147483649', '%D9%A1'])(
    '%j is no number of theirs',
    (value) => {
      for (const name of ['no_verify', 'no_sanity', 'No_TTY']) {
        const uri = withQuery(`${name}=${value}&${name}=1`);
        expect(() => checkUriParams(uri, emptyClientConfig)).toThrow(UsageError);
        expect(() => checkUriParams(uri, emptyClientConfig)).toThrow(
          `${name}=${decodeURIComponent(value)}: it is a whole`,
        );
      }
      expect(() => uriSwitch(withQuery(`no_verify=${value}`), 'no_verify')).toThrow(UsageError);
    },
  );
});

describe('mode and proxy', () => {
  const config = { ...emptyClientConfig, file: '/conf', remoteMode: 'direct', remoteProxy: 'native' };

  test('are as the URI says, then as the configuration does', () => {
    expect(remoteMode(undefined, emptyClientConfig)).toBe('auto');
    expect(remoteMode(withQuery(''), emptyClientConfig)).toBe('auto');
    expect(remoteMode(undefined, config)).toBe('direct');
    expect(remoteMode(withQuery('x=1'), config)).toBe('direct');
    expect(remoteMode(withQuery('mode=direct&Mode=legacy'), config)).toBe('legacy');
    expect(remoteProxy(withQuery(''), emptyClientConfig)).toBeUndefined();
    expect(remoteProxy(withQuery(''), config)).toBe('native');
    expect(remoteProxy(withQuery('PROXY=netcat'), config)).toBe('netcat');
  });

  test('are read in the configuration only when the URI says nothing', () => {
    const unreadable = {
      ...emptyClientConfig,
      get remoteMode(): string {
        throw new Error('not a string');
      },
    };
    expect(remoteMode(withQuery('mode=auto'), unreadable)).toBe('auto');
    expect(() => remoteMode(withQuery(''), unreadable)).toThrow('not a string');
  });

  test.each([
    ['mode=Direct', 'mode=Direct: it is auto, direct or legacy, not "Direct"'],
    ['mode=', 'mode=: it is auto, direct or legacy, not ""'],
    ['proxy=nc', 'proxy=nc: it is auto, netcat or native, not "nc"'],
  ])('%s is refused', (query, message) => {
    expect(() => checkUriParams(withQuery(query), emptyClientConfig)).toThrow(UsageError);
    expect(() => checkUriParams(withQuery(query), emptyClientConfig)).toThrow(message);
  });

  test('of a bad configuration are refused', () => {
    const bad = { ...config, remoteMode: 'x' };
    expect(() => checkUriParams(withQuery(''), bad)).toThrow(
      'remote_mode in /conf: it is auto, direct or legacy, not "x"',
    );
    expect(() => checkUriParams(withQuery(''), { ...config, remoteProxy: '' })).toThrow('remote_proxy in /conf: it is');
  });
});

test.each(['sasl', 'SASL', 'sasl.SCRAM-SHA-256', 'Sasl.x', 'polkit', 'PolKit'])('auth=%s is fine', (auth) => {
  expect(() => checkUriParams(withQuery(`auth=${auth}`), emptyClientConfig)).not.toThrow();
});

test.each(['', 'none', 'saslx', 'polkit.x', 'sasl,polkit'])('auth=%s is refused', (auth) => {
  expect(() => checkUriParams(withQuery(`auth=${auth}`), emptyClientConfig)).toThrow(UsageError);
  expect(() => checkUriParams(withQuery(`auth=${auth}`), emptyClientConfig)).toThrow(`auth=${auth}: it is sasl`);
});

test('socket= takes a path, and ext a command', () => {
  expect(() => checkUriParams(withQuery('socket='), emptyClientConfig)).toThrow(/socket= is empty/);
  expect(() => checkUriParams(withQuery('socket=x&socket='), emptyClientConfig)).toThrow(/socket= is empty/);
  expect(() => checkUriParams(withQuery('', 'qemu+ext'), emptyClientConfig)).toThrow(/qemu\+ext needs command=/);
  expect(() => checkUriParams(withQuery('command=', 'qemu+ext'), emptyClientConfig)).toThrow(/needs command=/);
  expect(() => checkUriParams(withQuery('command=/bin/x', 'qemu+ext'), emptyClientConfig)).not.toThrow();
});
