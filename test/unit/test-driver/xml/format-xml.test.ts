import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arrange, layout } from '../../../../src/test-driver/xml/arrange.ts';
import { element, type XmlElement } from '../../../../src/test-driver/xml/element.ts';
import { formatForeignXml } from '../../../../src/test-driver/xml/format-foreign-xml.ts';
import { formatXml } from '../../../../src/test-driver/xml/format-xml.ts';
import { parseXml } from '../../../../src/test-driver/xml/parse-xml.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);
const text = fc.stringMatching(/^[ -~äß\u{1f600}]+$/u).filter((one) => one.trim() !== '');
const attributes = fc.dictionary(name, text, { maxKeys: 3, noNullPrototype: true });

/** Trees as libvirt has them: with elements in an element, or a text, and never both. */
const tree: fc.Arbitrary<XmlElement> = fc.letrec<{ tree: XmlElement }>((tie) => ({
  tree: fc
    .tuple(
      name,
      attributes,
      fc.oneof({ depthSize: 'small' }, fc.array(text, { maxLength: 1 }), fc.array(tie('tree'), { maxLength: 3 })),
    )
    .map(([tag, given, children]) => element(tag, given, children)),
})).tree;

test('what is written is read again as the same, in either style', () => {
  fc.assert(
    fc.property(tree, (root) => {
      expect(parseXml(formatXml(root))).toEqual(root);
      expect(parseXml(formatForeignXml(root))).toEqual(root);
    }),
  );
});

test('writes as libvirt does', () => {
  const root = element('a', { b: `"'<` }, [element('c', {}, ['x > y']), element('d'), element('e')]);
  expect(formatXml(root, new Set(['e']))).toBe(
    "<a b='&quot;&apos;&lt;'>\n  <c>x &gt; y</c>\n  <d/>\n  <e>\n  </e>\n</a>\n",
  );
});

test('writes the documents of others as they like them: without new blanks where texts are', () => {
  const root = parseXml(`<k:a b='"' xmlns:k='urn:k'><k:c>x</k:c><k:d>text<k:e/></k:d></k:a>`);
  expect(formatForeignXml(root)).toBe(
    '<k:a xmlns:k="urn:k" b="&quot;">\n  <k:c>x</k:c>\n  <k:d>text<k:e/></k:d>\n</k:a>',
  );
});

test('puts in order what the layout names, and leaves the rest behind it as it was', () => {
  const order = layout('p q', { x: layout('m n'), y: layout() });
  const root = parseXml('<a r="" q="" p=""><w/><y n="1"/><v/><x n="" m=""/><y n="2"/></a>');
  expect(formatForeignXml(arrange(root, order))).toBe(
    '<a p="" q="" r="">\n  <x m="" n=""/>\n  <y n="1"/>\n  <y n="2"/>\n  <w/>\n  <v/>\n</a>',
  );
});
