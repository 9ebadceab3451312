import { describe, expect, test } from '@jest/globals';
import { parseCorrections } from '../../../codegen/import/api-corrections.ts';

describe('parseCorrections', () => {
  test.each([
    ['{', /^corrections\.json: .*JSON/],
    ['[]', 'corrections.json: expected an object'],
    ['{"enums":{},"functions":{}}', 'corrections.json.typedParameters: expected an object'],
    ['{"enums":{},"functions":{},"typedParameters":{},"macros":{}}', 'corrections.json: expected no field "macros"'],
    [
      '{"enums":{"virA":{}},"functions":{},"typedParameters":{}}',
      'corrections.json.enums.virA.reason: expected a string',
    ],
    [
      '{"enums":{"virA":{"flags":1,"reason":"-"}},"functions":{},"typedParameters":{}}',
      'corrections.json.enums.virA.flags: expected true or false',
    ],
    [
      '{"enums":{},"functions":{"virB":{"flags":[1],"reason":"-"}},"typedParameters":{}}',
      'corrections.json.functions.virB.flags[0]: expected a string',
    ],
    [
      '{"enums":{},"functions":{},"typedParameters":{"VIR_C":{"kind":"long","reason":"-"}}}',
      'corrections.json.typedParameters.VIR_C.kind: expected one of int, uint, llong',
    ],
  ])('refuses %s', (json, message) => {
    expect(() => parseCorrections(json)).toThrow(message);
  });
});
