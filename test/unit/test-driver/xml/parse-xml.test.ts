import { describe, expect, test } from '@jest/globals';
import { childNamed, element, textOf } from '../../../../src/test-driver/xml/element.ts';
import { parseXml } from '../../../../src/test-driver/xml/parse-xml.ts';
import { XmlSyntaxError } from '../../../../src/test-driver/xml/xml-syntax-error.ts';

function complaint(text: string): { readonly message: string; readonly line: number; readonly excerpt: string } {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return { message: error.message, line: error.line, excerpt: error.excerpt };
    throw error;
  }
  throw new Error(`this is a document: ${text}`);
}

function isDocument(text: string): boolean {
  try {
    return parseXml(text) !== undefined;
  } catch {
    return false;
  }
}

describe('parseXml', () => {
  test('reads elements, attributes and texts', () => {
    const root = parseXml(
      `<?xml version="1.0"?><a b='1' c="&lt;"><!-- not seen --><d>x &amp; <![CDATA[<y>]]></d><e/></a>`,
    );
    expect(root.attributes).toEqual(
      new Map([
        ['b', '1'],
        ['c', '<'],
      ]),
    );
    expect(textOf(childNamed(root, 'd') ?? element(''))).toBe('x & <y>');
    expect(childNamed(root, 'e')).toEqual(element('e'));
  });

  test('drops blank text between elements, and no other', () => {
    expect(parseXml('<a>\n  <b> </b>\n</a>').children).toEqual([element('b', {}, [' '])]);
    expect(parseXml('<a>text <b/> <c/></a>').children).toEqual(['text ', element('b'), ' ', element('c')]);
    expect(parseXml('<a> <b/></a>', { keepBlanks: true }).children).toEqual([' ', element('b')]);
  });

  test.each([
    ['', 'Document is empty', 1, '(null)\n^'],
    [' ', "Start tag expected, '<' not found", 1, ' \n-^'],
    ['<a>\n<b>\n</c>', 'Opening and ending tag mismatch: b line 2 and c', 3, '</c>\n----^'],
    ['<a>\n', 'Premature end of data in tag a line 1', 2, '(null)\n^'],
    ['<a>\n<b', "Couldn't find end of Start Tag b line 2", 2, '<b\n--^'],
    ['<a></a', "expected '>'", 1, '<a></a\n------^'],
    ['<a/>\n<b/>', 'Extra content at the end of the document', 2, '<b/>\n^'],
    ['<a b=1/>', 'AttValue: " or \' expected', 1, '<a b=1/>\n-----^'],
    ['<a b="1" b="2"/>', 'Attribute b redefined', 1, '<a b="1" b="2"/>\n--------------^'],
    ['<a>&b;</a>', "Entity 'b' not defined", 1, '<a>&b;</a>\n------^'],
    ['<a>&#x1;</a>', 'xmlParseCharRef: invalid xmlChar value 1', 1, '<a>&#x1;</a>\n--------^'],
  ])('says of %j what is wrong, and where', (text, message, line, excerpt) => {
    expect(complaint(text)).toMatchObject({ message, line, excerpt });
  });

  test('takes no document type, and so no entities that grow', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;">]><a>&c;</a>';
    expect(complaint(bomb).message).toBe('a document type declaration is not accepted');
  });

  test('takes no document so deep that walking it would fail', () => {
    const deep = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;
    expect(parseXml(deep(256)).name).toBe('a');
    expect(complaint(deep(257)).message).toMatch(/more than 256 deep/);
    expect(complaint(deep(100_000)).message).toMatch(/more than 256 deep/);
  });

  test('is done with large nonsense soon', () => {
    const started = performance.now();
    for (const piece of ['<', '</', '&', '<a ', ' ', '\n', 'a', '<!--', ']]>']) {
      const much = piece.repeat(200_000);
      for (const text of [`<a>${much}`, `<a>${much}>`, `<a ${much}/>`, `<a b="" b=""${much}/>`, much]) {
        if (!isDocument(text)) expect(complaint(text).message).not.toBe('');
      }
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
