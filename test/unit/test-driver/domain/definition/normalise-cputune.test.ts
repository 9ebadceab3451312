import { expect, test } from '@jest/globals';
import { defined, written } from './defined.ts';

test('pins stand in the order of what they pin; those of nothing are left out', () => {
  const pins = ["vcpu='3' cpuset='0'", "vcpu='1' cpuset='2,1'", "vcpu='0' cpuset='0'"].map(
    (pin) => `<vcpupin ${pin}/>`,
  );
  const definition = defined(`<vcpu>2</vcpu><cputune>${pins.join('')}<shares>1</shares></cputune>`);
  expect(written(definition, 'cputune')).toBe(
    "<cputune><shares>1</shares><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='1-2'/></cputune>",
  );
  expect(defined('<cputune/>').format({ secure: true })).not.toContain('cputune');
});

test('pins of threads stand in the order of the threads', () => {
  const threads = "<iothreadids><iothread id='9'/><iothread id='4'/></iothreadids>";
  const pins = "<iothreadpin iothread='4' cpuset='1'/><iothreadpin iothread='9' cpuset='2'/>";
  expect(written(defined(`${threads}<cputune>${pins}</cputune>`), 'cputune')).toBe(
    "<cputune><iothreadpin iothread='9' cpuset='2'/><iothreadpin iothread='4' cpuset='1'/></cputune>",
  );
});

test.each([
  ["<vcpupin cpuset='0'/>", "Missing required attribute 'vcpu'"],
  ["<vcpupin vcpu='0'/>", 'missing cpuset for vcpupin'],
  ["<vcpupin vcpu='0' cpuset='0,^0'/>", "Invalid value of 'cpuset'"],
  ["<vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='0' cpuset='1'/>", "duplicate vcpupin for vcpu '0'"],
  ["<iothreadpin iothread='1' cpuset='0'/>", "Cannot find 'iothread' : 1"],
])('%s is refused', (pin, complaint) => {
  expect(() => defined(`<cputune>${pin}</cputune>`)).toThrow(complaint);
});

test('many pins are dealt with soon', () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => at + 1);
  const threads = ids.map((id) => `<iothread id='${id}'/>`).join('');
  const pins = ids.map((id) => `<iothreadpin iothread='${id}' cpuset='0'/>`).join('');
  const definition = defined(`<iothreadids>${threads}</iothreadids><cputune>${pins}</cputune>`);
  expect(definition.part('cputune').children).toHaveLength(ids.length);
}, 3000);
