import { expect, test } from '@jest/globals';
import { diskNamed, domainInterfaceNamed } from '../../../../src/test-driver/domain/find-device.ts';
import { defined } from './definition/defined.ts';

const card = "<interface type='user'><mac address='52:54:00:00:0a:01'/><target dev='mine'/></interface>";
const disk = "<disk><source file='/a'/><target dev='vda'/></disk>";
const definition = defined(`<devices>${disk}${card}</devices>`);

test('a disk is found by its target, or by its source if that is a path', () => {
  expect(diskNamed(definition, 'vda')?.source).toBe('/a');
  expect(diskNamed(definition, '/a')?.target).toBe('vda');
  for (const name of ['a', '/vda', '']) expect(diskNamed(definition, name)).toBeUndefined();
});

test('an interface is found by its name, or by its address however that is written', () => {
  for (const name of ['mine', '52:54:00:00:0A:01', '52:54:0:0:a:1']) {
    expect(domainInterfaceNamed(definition, name).target).toBe('mine');
  }
  for (const name of ['yours', '52:54:00:00:0a:02', '']) {
    expect(() => domainInterfaceNamed(definition, name)).toThrow(`'${name}' is not a known interface`);
  }
});
