import { expect, test } from '@jest/globals';
import { declarationsOf, tagged } from '../../codegen/declarations.ts';

const text = `/** Not of the class. */

/**
 * A thing:
 * with two lines.
 */
export abstract class Thing extends Base {
  readonly name: string;
  readonly #secret = 1;
  protected abstract readonly hidden: string;

  /** How many. */
  get count(): number {
    return this.#secret;
  }

  constructor(name: string) {
    super();
  }

  async run<T>(
    what: T,
  ): Promise<void> {
    const inner = 1;
  }

  [Symbol.iterator](): void {}
}

/** Words. */
export interface Options {
  /** Milliseconds. */
  readonly timeout?: number;
  stop(): void;
}
function local(): void {}
export type Kind = 'a';
`;

test('classes, their members and their comments are found', () => {
  const found = declarationsOf(text).map(({ kind, owner, name, doc }) =>
    [kind, owner === undefined ? name : `${owner}.${name}`, doc].filter((each) => each !== undefined).join(' | '),
  );
  expect(found).toEqual([
    'class | Thing | A thing:\nwith two lines.',
    'property | Thing.name',
    'property | Thing.count | How many.',
    'method | Thing.run',
    'interface | Options | Words.',
    'property | Options.timeout | Milliseconds.',
    'method | Options.stop',
    'function | local',
    'type | Kind',
  ]);
  expect(declarationsOf(text)[0]).toMatchObject({ base: 'Base', isExported: true, line: 7 });
  expect(declarationsOf(text).find(({ name }) => name === 'local')).toMatchObject({ isExported: false });
});

test('a tag has its lines, up to the next one', () => {
  const doc = 'Words.\n\n@example\nfirst();\n\nsecond();\n\n@see one,\ntwo\n@see three';
  expect(tagged(doc, 'example')).toEqual(['first();\n\nsecond();']);
  expect(tagged(doc, 'see')).toEqual(['one,\ntwo', 'three']);
  expect(tagged(doc, 'throws')).toEqual([]);
});
