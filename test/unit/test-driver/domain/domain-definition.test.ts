import { describe, expect, test } from '@jest/globals';
import type { DomainDefinition } from '../../../../src/test-driver/domain/definition/domain-definition.ts';
import { copyDefinition, parseDomain } from '../../../../src/test-driver/domain/definition/parse-domain.ts';

const shown = { secure: false };

function domain(rest: string): DomainDefinition {
  const head = '<name>a</name><uuid>11111111-2222-3333-4444-555555555555</uuid><memory unit="MiB">4</memory>';
  return parseDomain(`<domain type='test'>${head}<os><type>hvm</type></os>${rest}</domain>`);
}

describe('a definition', () => {
  test('says what the domain has', () => {
    const definition = domain(
      '<vcpu current="2">4</vcpu><currentMemory>1000</currentMemory><on_reboot>destroy</on_reboot>',
    );
    const { name, uuid, maxMemory, memory, vcpus } = definition;
    expect({ name, uuid, maxMemory, memory, vcpus }).toEqual({
      name: 'a',
      uuid: '11111111-2222-3333-4444-555555555555',
      maxMemory: 4096n,
      memory: 1000n,
      vcpus: { current: 2, maximum: 4 },
    });
    expect(definition.actionOn('reboot')).toBe('destroy');
    expect(definition.actionOn('poweroff')).toBe('destroy');
  });

  test('is never changed: changes make others', () => {
    const definition = domain('');
    const before = definition.format(shown);
    const changed = definition
      .withName('b')
      .withTitle('title')
      .withDescription('words')
      .withMaxMemory(1024n)
      .withVcpus({ current: 1, maximum: 3 })
      .withMetadata('urn:x', 'k', '<a/>');
    expect(definition.format(shown)).toBe(before);
    expect(changed.format(shown)).toContain(
      [
        '  <name>b</name>',
        '  <uuid>11111111-2222-3333-4444-555555555555</uuid>',
        '  <title>title</title>',
        '  <description>words</description>',
        '  <metadata>',
        '    <k:a xmlns:k="urn:x"/>',
        '  </metadata>',
        "  <memory unit='KiB'>1024</memory>",
        "  <currentMemory unit='KiB'>1024</currentMemory>",
        "  <vcpu placement='static' current='1'>3</vcpu>",
      ].join('\n'),
    );
    expect(changed.metadata('urn:x')).toBe('<a/>');
  });

  test('shows passwords to those alone who may see them', () => {
    const definition = domain("<devices><graphics type='vnc' passwd='hidden'/></devices>");
    expect(definition.format({ secure: false })).not.toContain('hidden');
    expect(definition.format({ secure: true })).toContain("passwd='hidden'");
    expect(copyDefinition(definition).format({ secure: true })).toContain("passwd='hidden'");
  });

  test('keeps what it does not know', () => {
    const definition = domain("<something new='1'><a/></something><devices><gadget model='x'/></devices>");
    expect(definition.format(shown)).toContain("  <something new='1'>\n    <a/>\n  </something>\n");
    expect(definition.format(shown)).toContain("    <gadget model='x'/>\n");
  });

  test('has addresses and numbers of its own where none are given', () => {
    const first = parseDomain("<domain type='test'><name>a</name><memory>1</memory><os><type>hvm</type></os></domain>");
    expect(first.uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(domain("<devices><interface type='user'/></devices>").format(shown)).toMatch(
      /<mac address='52:54:00(:[0-9a-f]{2}){3}'\/>\n {6}<target dev='testnet0'\/>/,
    );
  });

  test('does not let a made-up number fill the memory', () => {
    const disk =
      "<disk><source file='/a'/><target dev='sda' bus='scsi'/><address type='drive' controller='4000000000'/></disk>";
    expect(domain(`<devices>${disk}</devices>`).format(shown).length).toBeLessThan(100_000);
    expect(() => domain("<vcpu cpuset='0-4294967295'>1</vcpu>")).toThrow('Failed to parse bitmap');
  });
});
