import { homedir, hostname, userInfo } from 'node:os';
import { expect, test } from '@jest/globals';
import { processEnvironment } from '../../../src/session/environment.ts';

test("the environment is by default this process's own", () => {
  const environment = processEnvironment();
  expect(environment).toMatchObject({
    platform: process.platform,
    uid: process.geteuid?.(),
    userName: userInfo().username,
    home: homedir(),
    hostname: hostname(),
  });
  expect(environment.variables).toBe(process.env);
  expect(environment.exists(import.meta.filename)).toBe(true);
  expect(environment.exists(`${import.meta.filename}.missing`)).toBe(false);
});

test('some of it can be changed', () => {
  expect({ ...processEnvironment(), uid: 7, userName: undefined }).toMatchObject({ uid: 7, home: homedir() });
  expect({ ...processEnvironment(), uid: 7 }.userName).toBe(userInfo().username);
});
