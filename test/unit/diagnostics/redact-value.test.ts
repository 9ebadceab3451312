import { expect, test } from '@jest/globals';
import { redactValue } from '../../../src/diagnostics/redact/redact-value.ts';

const redacted = new TextEncoder().encode('redacted');
const dom = { name: 'web1', uuid: new Uint8Array(16).fill(7), id: 3 };

test('a value keeps its shape, what identifies objects, and its numbers', () => {
  const value = { dom, cpumap: Uint8Array.of(3), flags: 2, big: 5n, nothing: null, list: ['a', 'b'] };
  expect(redactValue(value)).toEqual(value);
});

test.each([
  [{ dom, user: 'root', password: 'hunter2', flags: 0 }, { password: 'redacted' }],
  [{ dom, password: null }, { password: null }],
  [{ secret: { uuid: dom.uuid, usageID: 'x' }, value: Uint8Array.of(1, 2, 3) }, { value: redacted.slice(0, 3) }],
  [
    { mech: 'PLAIN', nil: 0, data: new Uint8Array(40) },
    { mech: 'PLAIN', data: redacted },
  ],
  [{ dom, user: 'root', keys: ['ssh-rsa AAAA', 'ssh-rsa BBBB'] }, { keys: ['redacted', 'redacted'] }],
  [{ dom, keycodes: [25, 30] }, { keycodes: [] }],
  [{ buffer: new Uint8Array(100) }, { buffer: redacted }],
  [
    { cookie_in: new Uint8Array(100), flags: 1 },
    { cookie_in: redacted, flags: 1 },
  ],
  [{ cmd: '{"execute":"x"}' }, { cmd: 'redacted' }],
  [{ xml: `<graphics passwd='hunter2'/>` }, { xml: `<graphics passwd='redacted'/>` }],
  [
    { params: [{ field: 'sev-secret', value: { type: 7, value: 'hunter2' } }] },
    { params: [{ field: 'sev-secret', value: { type: 7, value: 'redacted' } }] },
  ],
  [
    { params: [{ field: 'destination_xml', value: { type: 7, value: `<graphics passwd='hunter2'/>` } }] },
    { params: [{ field: 'destination_xml', value: { type: 7, value: `<graphics passwd='redacted'/>` } }] },
  ],
  [
    { params: [{ field: 'bandwidth', value: { type: 4, value: 8n } }] },
    { params: [{ field: 'bandwidth', value: { type: 4, value: 8n } }] },
  ],
])('%j is told without its secrets', (value, expected) => {
  expect(redactValue(value)).toMatchObject(expected);
});
