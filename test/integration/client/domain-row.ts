import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { nothing, type Row } from '../oracle/row.ts';
import type { Rule } from '../oracle/rules.ts';

/** A method of the domain that Python knows by the same name. */
const rowOf =
  (name: string) =>
  (method: string, python: string, call: (domain: Domain) => Promise<unknown>, rule?: Rule): Row<Connection> => ({
    name: `Domain.${method}`,
    python,
    rule,
    call: async (connection) => call(await connection.lookupDomainByName(name)),
  });

export const ofWeb = rowOf('web');
export const ofMail = rowOf('mail');

/** A method of `web` that gives nothing back; that it did something shows in the results of later rows. */
export const webDoes = (method: string, python: string, call: (web: Domain) => Promise<void>): Row<Connection> =>
  ofWeb(method, nothing(python), call);

export const mailDoes = (method: string, python: string, call: (mail: Domain) => Promise<void>): Row<Connection> =>
  ofMail(method, nothing(python), call);

/** CPUs as Python tells them: for each of the host's whether it is one of them. */
export const flagsOf = (cpus: readonly number[], all: number): boolean[] =>
  Array.from({ length: all }, (_, cpu) => cpus.includes(cpu));
