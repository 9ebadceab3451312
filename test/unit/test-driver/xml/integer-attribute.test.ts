import { expect, test } from '@jest/globals';
import { element } from '../../../../src/test-driver/xml/element.ts';
import {
  optionalSignedAttribute,
  positiveAttribute,
  unsignedAttribute,
} from '../../../../src/test-driver/xml/integer-attribute.ts';

function read(text: string | undefined): unknown[] {
  const thread = element('thread', { id: text });
  return [unsignedAttribute, positiveAttribute, optionalSignedAttribute].map((readNumber) => {
    try {
      return readNumber(thread, 'id');
    } catch (error) {
      return error instanceof Error
        ? error.message.replace("XML error: Invalid value for attribute 'id' in ", '')
        : error;
    }
  });
}

test.each([
  ['4294967295', [4294967295, 4294967295, "element 'thread': '4294967295'. Expected integer value"]],
  ['0', [0, "element 'thread': Zero is not permitted", 0]],
  [undefined, [expect.stringContaining('Missing'), expect.stringContaining('Missing'), undefined]],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each(['-1', 'x', '', '4294967296', '1 '])('%j is no number for a thread', (text) => {
  expect(read(text).filter((value) => typeof value === 'number')).toEqual([]);
});
