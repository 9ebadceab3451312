import { expect, test } from '@jest/globals';
import { Rc4 } from '../../../src/auth/rc4.ts';

// The beginnings of the streams that RFC 6229 has, and what stands there from byte 4096 on.
test.each([
  ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8', 'ff25b58995996707e51fbdf08b34d875'],
  ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97', 'a36a4c301ae8ac13610ccbc12256cacc'],
])('the stream of the key %s', (key, start, late) => {
  const rc4 = new Rc4(Buffer.from(key, 'hex'));
  const stream = Buffer.concat([1, 7, 8, 4096 - 16, 16].map((length) => rc4.update(new Uint8Array(length))));
  expect(stream.subarray(0, 16).toString('hex')).toBe(start);
  expect(stream.subarray(4096, 4112).toString('hex')).toBe(late);
});

test('a stream undoes itself', () => {
  const text = Buffer.from('Attack at dawn');
  const sealed = new Rc4(Buffer.from('Secret')).update(text);
  expect(Buffer.from(sealed).toString('hex')).toBe('45a01f645fc35b383552544b9bf5');
  expect(Buffer.from(new Rc4(Buffer.from('Secret')).update(sealed)).toString()).toBe('Attack at dawn');
});

test('there is no stream without a key', () => {
  expect(() => new Rc4(new Uint8Array(0))).toThrow(RangeError);
});
