import { describe, expect, test } from '@jest/globals';
import { defined, written } from './defined.ts';

const listed = defined(
  "<vcpu>3</vcpu><vcpus><vcpu id='2' enabled='yes' order='1'/><vcpu id='0' enabled='yes'/></vcpus>" +
    "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='2' cpuset='1'/></cputune>",
);

function states(definition: typeof listed): (string | undefined)[] {
  return definition
    .part('vcpus')
    .children.map((state) => (typeof state === 'string' ? state : state.attributes.get('enabled')));
}

describe('virtual CPUs that are listed one by one', () => {
  test('are off where the list leaves them out', () => {
    expect(listed.vcpus).toEqual({ current: 2, maximum: 3 });
    expect(written(listed, 'vcpus')).toBe(
      "<vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='no' hotpluggable='yes'/>" +
        "<vcpu id='2' enabled='yes' hotpluggable='no' order='1'/></vcpus>",
    );
  });

  test('are turned on from the first', () => {
    expect(states(listed.withVcpus({ current: 1, maximum: 3 }))).toEqual(['yes', 'no', 'no']);
    expect(states(listed.withVcpus({ current: 3, maximum: 3 }))).toEqual(['yes', 'yes', 'yes']);
  });

  test('stay as they are when there are to be more or less of them', () => {
    const more = listed.withVcpus({ current: 2, maximum: 4 });
    expect([states(more), more.vcpus.current]).toEqual([['yes', 'no', 'yes', 'no'], 2]);
    const less = listed.withVcpus({ current: 2, maximum: 2 });
    expect([states(less), less.vcpus.current]).toEqual([['yes', 'no'], 1]);
    expect(written(less, 'cputune')).toBe("<cputune><vcpupin vcpu='0' cpuset='0'/></cputune>");
  });

  test.each([
    ["<vcpu id='1' enabled='yes'/>", "vcpu id '1' is out of range"],
    ["<vcpu enabled='yes'/>", "Missing required attribute 'id'"],
    ["<vcpu id='0'/>", "Missing required attribute 'enabled'"],
    ["<vcpu id='0' enabled='on'/>", "attribute 'enabled' in element 'vcpu': 'on'"],
    ["<vcpu id='0' enabled='no' hotpluggable='no'/>", "vcpu '0' is both offline and not hotpluggable"],
  ])('are refused as %s', (state, complaint) => {
    expect(() => defined(`<vcpus>${state}</vcpus>`)).toThrow(complaint);
  });

  test('are not made up by the million', () => {
    const million = "<vcpu>900000000</vcpu><vcpus><vcpu id='0' enabled='yes'/></vcpus>";
    expect(() => defined(million)).toThrow('too many vcpus');
  });
});
