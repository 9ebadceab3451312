/**
 * For `JSON.stringify`: 64-bit numbers, which JSON has no word for, become numbers where they are exact as such, and
 * decimal text where they are not.
 */
export function jsonReplacer(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
