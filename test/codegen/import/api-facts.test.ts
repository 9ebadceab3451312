import { describe, expect, test } from '@jest/globals';
import { type ApiFacts, formatApiFacts, parseApiFacts } from '../../../codegen/import/api-facts.ts';

const facts: ApiFacts = {
  libvirt: '1.2.3',
  enums: [
    {
      name: 'virColors',
      js: 'Colors',
      library: 'libvirt',
      header: 'colors',
      strip: 'VIR_COLOR_',
      flags: false,
      since: '1.0.0',
      members: [
        { name: 'VIR_COLOR_RED', value: 0, since: '1.0.0' },
        { name: 'VIR_COLOR_LAST', value: 1, since: '1.0.0', sentinel: true },
      ],
    },
  ],
  functions: [
    {
      name: 'virPaint',
      library: 'libvirt-lxc',
      header: 'colors',
      since: '1.0.0',
      returns: 'int',
      args: [{ name: 'flags', type: 'unsigned int' }],
      flags: { arg: 'flags', enums: [], unused: true },
      acls: [{ object: 'wall', permission: 'write', flags: '' }],
    },
  ],
  typedParameters: [
    { name: 'VIR_WEIGHT', value: 'weight', header: 'colors', since: '1.0.0', role: 'name', kind: 'uint' },
  ],
  constants: [{ name: 'VIR_LENGTH', value: 80 }],
};

describe('api.json', () => {
  test('has one fact on each line', () => {
    expect(formatApiFacts(facts)).toBe(`{
"libvirt": "1.2.3",
"enums": [
  { "name": "virColors", "js": "Colors", "library": "libvirt", "header": "colors", "strip": "VIR_COLOR_", "flags": false, "since": "1.0.0", "members": [
    { "name": "VIR_COLOR_RED", "value": 0, "since": "1.0.0" },
    { "name": "VIR_COLOR_LAST", "value": 1, "since": "1.0.0", "sentinel": true }
  ] }
],
"functions": [
  { "name": "virPaint", "library": "libvirt-lxc", "header": "colors", "since": "1.0.0", "returns": "int", "args": [{ "name": "flags", "type": "unsigned int" }], "flags": { "arg": "flags", "enums": [], "unused": true }, "acls": [{ "object": "wall", "permission": "write", "flags": "" }] }
],
"typedParameters": [
  { "name": "VIR_WEIGHT", "value": "weight", "header": "colors", "since": "1.0.0", "role": "name", "kind": "uint" }
],
"constants": [
  { "name": "VIR_LENGTH", "value": 80 }
]
}
`);
  });

  test('is read as it was written', () => {
    expect(parseApiFacts(formatApiFacts(facts))).toEqual(facts);
  });

  test.each([
    [{ ...facts, enums: {} }, 'api.json.enums: expected a list'],
    [{ ...facts, libvirt: undefined }, 'api.json.libvirt: expected a string'],
    [{ ...facts, constants: [{ name: 'VIR_LENGTH', value: 0.5 }] }, 'api.json.constants[0].value: expected an integer'],
    [
      { ...facts, functions: [{ ...facts.functions[0], library: 'libxml' }] },
      'api.json.functions[0].library: expected one of',
    ],
    [
      { ...facts, functions: [{ ...facts.functions[0], flags: { arg: 'flags', enums: [], unused: false } }] },
      'expected true, or no',
    ],
    [{ ...facts, more: 1 }, 'api.json: expected no field "more"'],
  ])('is refused when it is not of that shape', (wrong, message) => {
    expect(() => parseApiFacts(JSON.stringify(wrong))).toThrow(message);
  });
});
