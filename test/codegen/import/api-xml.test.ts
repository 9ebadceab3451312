import { describe, expect, test } from '@jest/globals';
import { attribute, parseXml } from '../../../codegen/import/api-xml.ts';
import { importFiles, importFixture } from './api-fixture.ts';

describe('parseXml', () => {
  test('gives elements with their attributes, text and place', () => {
    const root = parseXml("<api>\n  <a x='1\n2' y='&lt;'>one<![CDATA[<two>]]></a>\n  <b/>\n</api>", 'some.xml');
    expect(root.children.map(({ name, text, place }) => [name, text, place])).toEqual([
      ['a', 'one<two>', 'some.xml:2'],
      ['b', '', 'some.xml:4'],
    ]);
    expect(root.children[0]?.attributes).toEqual(
      new Map([
        ['x', '1 2'],
        ['y', '<'],
      ]),
    );
  });

  test.each([
    ['<api>\n<a>\n</api>', 'some.xml:3: unexpected close tag'],
    ['<api>\n<a x=1/></api>', 'some.xml:2: unquoted attribute value'],
    ["<api>\n<a x='&bomb;'/></api>", 'some.xml:2: undefined entity'],
    ['<api>\n', 'some.xml:2: unclosed tag: api'],
    ['', 'some.xml:1: document must contain a root element'],
    ["<!DOCTYPE api [\n<!ENTITY bomb 'boom'>\n]>\n<api/>", 'some.xml:3: a document type is not accepted'],
  ])('refuses %j with file and line', (xml, message) => {
    expect(() => parseXml(xml, 'some.xml')).toThrow(message);
  });

  test('names the element of which an attribute is missing', () => {
    const root = parseXml('<api>\n\n<enum/></api>', 'some.xml');
    expect(() => root.children.map((child) => attribute(child, 'value'))).toThrow('some.xml:3: <enum> without value');
  });
});

describe('the four files', () => {
  test('are read from one folder; a broken one is named', () => {
    expect(() => importFixture({ symbols: { 'libvirt-qemu': '<enum\n' } })).toThrow(/^libvirt-qemu-api\.xml:6: /);
    expect(() => importFixture({ symbols: { 'libvirt-lxc': "<enum name='VIR_A'/>" } })).toThrow(
      'libvirt-lxc-api.xml:4: VIR_A belongs to no enum type',
    );
  });

  test('must be the libraries that they are named after', () => {
    expect(() => importFiles({ 'libvirt-api.xml': "<api name='libxml'/>" })).toThrow(
      'libvirt-api.xml:1: not the API description of libvirt',
    );
  });
});
