import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { answer, call, type ErrorClasses, type ErrorName, loadErrorClasses, makeErrors } from './error-classes.ts';

let ours: ErrorClasses;
let theirs: ErrorClasses;

beforeAll(async () => {
  ours = await loadErrorClasses();
  jest.resetModules();
  theirs = await loadErrorClasses();
});

/** Which classes an error belongs to. */
function classesOf(error: unknown, classes: ErrorClasses): string[] {
  return Object.entries(classes)
    .filter(([, each]) => error instanceof each)
    .map(([name]) => name)
    .sort();
}

const expected: Record<string, ErrorName[]> = {
  AbortError: ['AbortError', 'LibvirtRpcError'],
  AuthenticationError: ['AuthenticationError', 'LibvirtRpcError'],
  ConfigFileError: ['ConfigFileError', 'LibvirtRpcError', 'UsageError'],
  ConnectionError: ['ConnectionError', 'LibvirtRpcError'],
  FileError: ['FileError', 'LibvirtRpcError'],
  LibvirtError: ['LibvirtError', 'LibvirtRpcError'],
  NotSupportedError: ['LibvirtError', 'LibvirtRpcError', 'NotSupportedError'],
  OverflowError: ['LibvirtRpcError', 'OverflowError'],
  ProtocolError: ['LibvirtRpcError', 'ProtocolError'],
  TimeoutError: ['LibvirtRpcError', 'TimeoutError'],
  TransportError: ['LibvirtRpcError', 'TransportError'],
  UsageError: ['LibvirtRpcError', 'UsageError'],
};

describe('instanceof', () => {
  test('is tried on two copies of the package', () => {
    for (const name of Object.keys(ours) as ErrorName[]) expect(ours[name]).not.toBe(theirs[name]);
  });

  test('finds the same classes in either copy', () => {
    for (const classes of [ours, theirs]) {
      for (const [name, error] of Object.entries(makeErrors(classes))) {
        expect({ name, classes: classesOf(error, ours) }).toEqual({ name, classes: expected[name] });
        expect({ name, classes: classesOf(error, theirs) }).toEqual({ name, classes: expected[name] });
        expect(error).toBeInstanceOf(Error);
      }
    }
  });

  test.each([undefined, null, 0, 'LibvirtError', {}, [], new Error('other'), () => undefined])(
    'says no to %p',
    (value) => {
      expect(classesOf(value, ours)).toEqual([]);
    },
  );

  test('takes an object that merely looks like an error for none', () => {
    const { name, message, code } = makeErrors(ours).LibvirtError;
    expect(classesOf({ name, message, code }, ours)).toEqual([]);
  });

  test('goes by the prototype for a class that a user has made', () => {
    class MissingDomain extends ours.LibvirtError {}
    const missing = new MissingDomain(answer, call);
    expect(missing).toBeInstanceOf(MissingDomain);
    expect(classesOf(missing, theirs)).toEqual(['LibvirtError', 'LibvirtRpcError']);
    expect(new ours.LibvirtError(answer, call) instanceof MissingDomain).toBe(false);
    expect(new theirs.LibvirtError(answer, call) instanceof MissingDomain).toBe(false);
    const nothing: unknown = undefined;
    expect(nothing instanceof MissingDomain).toBe(false);
  });

  test('leaves no brand to be seen', () => {
    for (const error of Object.values(makeErrors(ours))) expect(Object.getOwnPropertySymbols(error)).toEqual([]);
  });
});
