import { describe, expect, test } from '@jest/globals';
import { AuthConfig } from '../../../src/auth/auth-config.ts';
import { KeyFile } from '../../../src/auth/key-file.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';

const file = '/etc/libvirt/auth.conf';

describe('a key file', () => {
  // What GLib's GKeyFile makes of each, asked from it.
  test.each([
    ['k=v', 'v'],
    ['  k =  v', 'v'],
    ['k=v  ', 'v  '],
    ['k=v\r', 'v'],
    ['\tk\t=\tv\tw\t', 'v\tw\t'],
    ['k=', ''],
    ['k=a=b', 'a=b'],
    ['k=v # no comment', 'v # no comment'],
    ['# k=1\nk=2', '2'],
    ['k=1\n\n  # 3\nk=2', '2'],
    ['k=1\n[h]\nk=2\n[g]\nk=3', '3'],
    ['k=a\\sb\\n\\t\\r\\\\x', 'a b\n\t\r\\x'],
    ['k= \\s a', '  a'],
    ['k[de]=1\nk=2', '2'],
    ['k=ü', 'ü'],
  ])('with %j has the value %j', (lines, value) => {
    expect(new KeyFile(`[g]\n${lines}\n`, file).get('g', 'k')).toBe(value);
    expect(new KeyFile(` [g] \r\n${lines}`, file).get('g', 'k')).toBe(value);
  });

  test.each([
    ['k=v\n[g]', ':1 stands before the first'],
    ['[g]\ngeheim', ':2 is neither'],
    ['[g]\n=geheim', ':2 is neither'],
    ['[g]\n;geheim', ':2 is neither'],
    ['[g\nk=v', ':1 is neither'],
    ['[g]x\nk=v', ':1 is neither'],
    ['\n\n[]\nk=v', ':3 has a group of an impossible name'],
    ['[a[b]', ':1 has a group of an impossible name'],
    ['[g\t]', ':1 has a group of an impossible name'],
    ['\ufeff[g]', ':1 is neither'],
  ])('%j is refused, with the line but not what it says', (text, place) => {
    const error = thrown(() => new KeyFile(text, file));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(`${file}${place}`) });
    expect(String(error)).not.toContain('geheim');
  });

  test.each(['k=geheim\\x', 'k=geheim\\', 'k=geheim\\;'])('%j has a value that is refused when it is read', (line) => {
    const keyFile = new KeyFile(`[g]\n\n${line}\n`, file);
    const error = thrown(() => keyFile.get('g', 'k'));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(`${file}:3 has a backslash in k`) });
    expect(String(error)).not.toContain('geheim');
  });
});

describe('auth.conf', () => {
  const text = [
    '[credentials-test]',
    'authname=fred',
    'password=123456',
    '[credentials-prod]',
    'authname=bar',
    '[auth-libvirt-test1.example.com]',
    'credentials=test',
    '[auth-libvirt-default]',
    'credentials=prod',
    '[auth-ssh-test2.example.com]',
    'credentials=prod',
    '[auth-libvirt-empty]',
    '[auth-libvirt-lost]',
    'credentials=nobody',
  ].join('\n');
  const lookUp = (host: string, service = 'libvirt') => new AuthConfig(text, file, service, host);

  test('has what it says of the host', () => {
    expect(lookUp('test1.example.com').get('authname')).toBe('fred');
    expect(lookUp('test1.example.com').get('password')).toBe('123456');
    expect(lookUp('test1.example.com').get('realm')).toBeUndefined();
  });

  test('has something for all other hosts', () => {
    expect(lookUp('localhost').get('authname')).toBe('bar');
    expect(lookUp('localhost').get('password')).toBeUndefined();
  });

  test('has nothing for hosts and services that are not in it', () => {
    expect(lookUp('localhost', 'ssh').get('authname')).toBeUndefined();
    expect(new AuthConfig('', file, 'libvirt', 'localhost').get('authname')).toBeUndefined();
  });

  test('that points nowhere is refused', () => {
    expect(() => lookUp('empty')).toThrow(`${file}: [auth-libvirt-empty] has no credentials=`);
    expect(() => lookUp('lost')).toThrow(`${file}: [auth-libvirt-lost] points to [credentials-nobody]`);
    expect(() => lookUp('lost')).toThrow(UsageError);
  });
});

function thrown(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
