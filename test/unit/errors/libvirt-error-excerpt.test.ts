import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';

const call = { procedure: 'domainDefineXML', serial: 3 };

function errorOf(code: number, message: string): LibvirtError {
  const nothing = { domain: 20, level: 2, dom: null, net: null, str3: null, int1: -1, int2: -1 };
  return new LibvirtError({ ...nothing, code, message, str1: '%s', str2: message }, call);
}

test('the line of a document that the daemon quotes is left out, its number stays', () => {
  const told = '(domain_definition):4: Opening and ending tag mismatch: graphics line 4 and devices';
  const error = errorOf(35, `${told}\n<graphics type='vnc' passwd='hunter2'></devices>\n----------^`);
  expect([error.message, error.str2]).toEqual([told, told]);
  expect(inspect(error) + JSON.stringify(error) + error.stack).not.toContain('hunter2');
});

test('other errors keep all their lines', () => {
  const invalidName = 'invalid char in name: \n';
  expect(errorOf(35, invalidName).message).toBe(invalidName);
  const quoted = 'two\nlines\n--^';
  expect(errorOf(1, quoted)).toMatchObject({ message: quoted, str2: quoted });
});
