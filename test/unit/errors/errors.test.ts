import { describe, expect, test } from '@jest/globals';
import { ErrorNumber } from '../../../src/generated/api-enums.ts';
import { answer, call, loadErrorClasses, makeErrors } from './error-classes.ts';

const classes = await loadErrorClasses();
const errors = makeErrors(classes);

test.each(Object.entries(errors))('%s has its name, a code, and a stack that begins with them', (name, error) => {
  expect(error.name).toBe(name);
  expect(error.code).toMatch(/^[A-Z][A-Z_]+$/);
  expect(error.stack).toContain(error.message);
});

test('codes tell classes apart', () => {
  const { LibvirtError, NotSupportedError, ...others } = errors;
  expect(
    Object.values(others)
      .map(({ code }) => code)
      .sort(),
  ).toEqual([
    'ABORT_ERR',
    'ERR_LIBVIRT_AUTHENTICATION',
    'ERR_LIBVIRT_CONFIG_FILE',
    'ERR_LIBVIRT_CONNECTION',
    'ERR_LIBVIRT_FILE',
    'ERR_LIBVIRT_OVERFLOW',
    'ERR_LIBVIRT_PROTOCOL',
    'ERR_LIBVIRT_TIMEOUT',
    'ERR_LIBVIRT_TRANSPORT',
    'ERR_LIBVIRT_USAGE',
  ]);
});

describe('LibvirtError', () => {
  test('names every error number as libvirt does', () => {
    for (const [name, number] of Object.entries(ErrorNumber)) {
      expect(new classes.LibvirtError({ ...answer, code: number }, call).code).toBe(`VIR_${name}`);
    }
    const codes = [1, 38, 42, 41].map((code) => new classes.LibvirtError({ ...answer, code }, call).code);
    expect(codes).toEqual([
      'VIR_ERR_INTERNAL_ERROR',
      'VIR_ERR_SYSTEM_ERROR',
      'VIR_ERR_NO_DOMAIN',
      'VIR_WAR_NO_NETWORK',
    ]);
  });

  test.each([9999, -1, 2147483647])('keeps the number %d of a newer daemon', (number) => {
    const error = new classes.LibvirtError({ ...answer, code: number }, call);
    expect([error.code, error.number]).toEqual([`VIR_ERR_${number}`, number]);
  });

  test('says something when the daemon says nothing', () => {
    expect(new classes.LibvirtError({ ...answer, message: null }, call).message).toBe('Unknown error');
    expect(new classes.LibvirtError({ ...answer, message: '' }, call).message).toBe('');
  });

  test('carries what the daemon said, and the call', () => {
    expect(JSON.parse(JSON.stringify(errors.LibvirtError))).toEqual({
      name: 'LibvirtError',
      code: 'VIR_ERR_NO_DOMAIN',
      number: 42,
      message: 'Domain not found',
      domain: 10,
      level: 2,
      str1: 'Domain not found: %s',
      str2: 'web1',
      str3: null,
      int1: -1,
      int2: -1,
      procedure: 'domainLookupByName',
      serial: 7,
    });
  });
});

describe('NotSupportedError', () => {
  test('has the code of NO_SUPPORT, whatever the daemon gave', () => {
    const error = new classes.NotSupportedError({ ...answer, code: 39 }, call);
    expect([error.code, error.number, error.message]).toEqual(['VIR_ERR_NO_SUPPORT', 3, answer.message]);
    expect([error.since, error.daemonVersion]).toEqual([undefined, undefined]);
  });

  test('tells the releases where the daemon is too old', () => {
    const error = new classes.NotSupportedError(
      { ...answer, code: 39, message: 'unknown procedure: 453' },
      { procedure: 'domainNew', serial: 1 },
      { since: '11.2.0', daemonVersion: '9.0.0' },
    );
    expect([error.since, error.daemonVersion]).toEqual(['11.2.0', '9.0.0']);
    for (const part of ['domainNew', '11.2.0', '9.0.0', 'unknown procedure: 453'])
      expect(error.message).toContain(part);
  });
});

describe('AbortError', () => {
  test('looks like the one of Node', () => {
    const reason = new Error('enough');
    const error = new classes.AbortError('domainGetInfo', AbortSignal.abort(reason));
    expect([error.name, error.code, error.cause]).toEqual(['AbortError', 'ABORT_ERR', reason]);
    expect(error.message).toContain('domainGetInfo');
  });

  test('has what the platform gives for a reason that is left out', () => {
    const error = new classes.AbortError('x', AbortSignal.abort());
    expect(error.cause).toMatchObject({ name: 'AbortError' });
  });
});

describe('TimeoutError', () => {
  const waiting = { procedure: 'domainGetInfo', serial: 1, elapsed: 5, state: 'sent' } as const;

  test('rounds the time in its message, not in its field', () => {
    expect([errors.TimeoutError.message, errors.TimeoutError.elapsed]).toEqual([
      expect.stringContaining('5000 ms'),
      5000.4,
    ]);
  });

  test('tells how many calls were in flight when there were others', () => {
    expect(new classes.TimeoutError('x', 1, [waiting]).message).not.toContain('in flight');
    expect(new classes.TimeoutError('x', 1, [waiting, waiting]).message).toContain('2 calls in flight');
  });
});

describe('toJSON', () => {
  function json(error: unknown): Record<string, unknown> {
    return JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
  }

  test('has the own fields of every class', () => {
    expect(json(errors.ConnectionError)).toEqual({
      name: 'ConnectionError',
      code: 'ERR_LIBVIRT_CONNECTION',
      message: 'it is closed',
      reason: 'eof',
    });
    expect(json(errors.ProtocolError)).toMatchObject({ offset: 20 });
    expect(json(errors.TransportError)).toMatchObject({ tried: ['unix:/run/sock'] });
    expect(json(errors.AuthenticationError)).toMatchObject({ offered: ['sasl', 'polkit'] });
    expect(json(errors.TimeoutError)).toMatchObject({ procedure: 'domainGetInfo', elapsed: 5000.4, inFlight: [] });
    expect(json(errors.AbortError)).toMatchObject({ cause: 'the reason' });
  });

  test('tells the causes of causes, ours and others', () => {
    const system = Object.assign(new Error('connect ENOENT', { cause: new TypeError('the root') }), { code: 'ENOENT' });
    const transport = new classes.TransportError('no way there', ['unix:/x'], { cause: system });
    expect(json(new classes.ConnectionError('closed', 'error', { cause: transport }))).toMatchObject({
      cause: {
        name: 'TransportError',
        tried: ['unix:/x'],
        cause: {
          name: 'Error',
          message: 'connect ENOENT',
          code: 'ENOENT',
          cause: { name: 'TypeError', message: 'the root' },
        },
      },
    });
  });

  test('tells the errors of an AggregateError', () => {
    const cause = new AggregateError([new classes.UsageError('one'), new Error('two')], 'both');
    expect(json(new classes.TransportError('x', [], { cause })).cause).toMatchObject({
      message: 'both',
      errors: [
        { name: 'UsageError', message: 'one' },
        { name: 'Error', message: 'two' },
      ],
    });
  });

  const circle: Record<string, unknown> = {};
  circle.self = circle;

  test.each<[what: string, cause: unknown, told: unknown]>([
    ['a string', 'text', 'text'],
    ['a number', 7, 7],
    ['null', null, null],
    ['a bigint', 2n ** 64n, '18446744073709551616'],
    ['a symbol', Symbol('why'), 'Symbol(why)'],
    ['an object', { why: 'so' }, { why: 'so' }],
    ['an object with a bigint', { why: 1n }, '[object Object]'],
    ['an object that holds itself', circle, '[object Object]'],
    ['an object without a prototype', Object.assign(Object.create(null), { why: 1n }), '[object Object]'],
    ['an error with a bigint', Object.assign(new Error('big'), { size: 1n }), 'Error: big'],
  ])('takes %s for a cause', (_what, cause, told) => {
    expect(json(new classes.ConnectionError('closed', 'error', { cause })).cause).toEqual(told);
  });

  test('is without a cause where there is none', () => {
    expect(Object.keys(json(errors.UsageError))).toEqual(['name', 'message', 'code']);
  });

  test('ends, though causes go in a circle', () => {
    const inner = new Error('inner');
    const outer = new classes.ConnectionError('outer', 'error', { cause: inner });
    inner.cause = outer;
    const aggregate = new AggregateError([], 'aggregate');
    aggregate.errors.push(aggregate, outer);
    expect(json(outer)).toMatchObject({ cause: { message: 'inner', cause: { message: 'outer' } } });
    expect(json(new classes.ConnectionError('x', 'error', { cause: aggregate }))).toMatchObject({
      cause: { message: 'aggregate' },
    });
  });
});
