import type { RoadSteps } from '../../transport/road-step.ts';
import type { ShownCertificate } from '../../transport/shown-certificate.ts';
import type { DoctorReport, DoctorStepName, DoctorSteps } from './report.ts';

/** A fact as it is shown: what it is about, and what it says. */
export type FactLine = readonly [label: string, text: string];

type Shown = { readonly [Name in DoctorStepName]: (facts: DoctorSteps[Name]) => (FactLine | undefined)[] };

const shown: Shown = {
  uri: ({ given, from, alias, uri, transport, name, settings = [] }) => [
    ['given', given === undefined ? 'none: the daemon that is there is meant' : given],
    line('from', from),
    alias === undefined ? undefined : line('alias of', uri),
    line('transport', transport),
    name === undefined ? undefined : ['to open', name === '' ? "'' (whatever the daemon has)" : name],
    ...settings.map((setting): FactLine => [setting.name, `${setting.value} (${setting.from})`]),
  ],
  certificates: ({ source, authorities = [], revocationLists, revoked, own, shown: whatIsShown }) => [
    line('authorities', source),
    ...authorities.map((each): FactLine => ['', certificateText(each)]),
    revocationLists === undefined
      ? undefined
      : [
          'revoked',
          revocationLists === 0
            ? 'no list'
            : `${revoked} on ${revocationLists} ${revocationLists === 1 ? 'list' : 'lists'}`,
        ],
    own === undefined ? line('ours', whatIsShown) : ['ours', certificateText(own)],
  ],
  resolve: ({ host, addresses }) => [line('name', host), line('addresses', addresses?.join(', '))],
  connect: ({ tried, address, program }) => [
    line('tried', tried?.join(', ')),
    line('program', program),
    line('connected to', address),
  ],
  tls: ({ protocol, cipher, expects, server, verifies }) => [
    line('protocol', protocol),
    line('cipher', cipher),
    line('wanted', expects),
    server === undefined ? undefined : ['server', certificateText(server)],
    server === undefined ? undefined : ['names', server.names.join(', ') || 'none but its subject'],
    verifies === false ? ['verified', 'no'] : undefined,
  ],
  verdict: ({ accepted }) => [accepted ? ['byte', '1: the daemon accepts us'] : undefined],
  ssh: sshLines,
  authentication: ({ offered, chosen }) => [
    offered === undefined ? undefined : ['offered', offered.join(', ') || 'nothing is asked for'],
    line('chosen', chosen),
  ],
  sasl: ({ offered, mechanism, layer }) => [
    line('offered', offered?.join(', ')),
    line('mechanism', mechanism),
    layer === undefined ? undefined : ['layer', layer === 0 ? 'none' : `${layer} bits`],
  ],
  open: ({ name, readOnly }) => [
    name === undefined ? undefined : ['name', name === '' ? "''" : name],
    readOnly ? ['mode', 'read-only'] : undefined,
  ],
  call: ({ procedure, hostname }) => [line('procedure', procedure), line('host', hostname)],
  daemon: ({ release }) => [line('libvirt', release)],
  hypervisor: ({ type, release }) => [line('type', type), line('version', release)],
  features: ({ present, absent }) => [line('present', featureText(present)), line('absent', featureText(absent))],
  keepalive: ({ roundTrip, gone }) => [
    roundTrip === undefined ? undefined : ['ping', milliseconds(roundTrip)],
    gone === undefined ? undefined : ['gone after', `${gone / 1000} s of silence, unless told otherwise`],
  ],
  limits: ({ socket, servers = [] }) => [
    line('socket', socket),
    ...servers.map(
      ({ name, clients, maxClients, unauthenticated, maxUnauthenticated, workers, maxWorkers }): FactLine => [
        name,
        `${clients} of ${maxClients} clients, ${workers} of ${maxWorkers} workers${
          // 0 means that it has no limit of its own.
          maxUnauthenticated === 0 ? '' : `, ${unauthenticated} of ${maxUnauthenticated} not authenticated`
        }`,
      ],
    ),
  ],
  close: () => [],
};

/** The facts of a step, in the order in which they are shown. */
export function factLines<Name extends DoctorStepName>(name: Name, report: DoctorReport): FactLine[] {
  const facts = report.steps[name]?.facts;
  return facts === undefined ? [] : shown[name](facts).filter((each) => each !== undefined);
}

/** A time as humans want it. */
export function milliseconds(time: number): string {
  return time < 10
    ? `${time.toFixed(1)} ms`
    : time < 10_000
      ? `${Math.round(time)} ms`
      : `${(time / 1000).toFixed(1)} s`;
}

function sshLines({
  client,
  program,
  destination,
  hosts = [],
  logins = [],
  proxy,
  way,
}: RoadSteps['ssh']): (FactLine | undefined)[] {
  return [
    client === undefined ? undefined : ['client', program ?? client],
    line('leads to', destination),
    ...hosts.flatMap(({ host, type, fingerprint, place }): FactLine[] => [
      ['host key', `${host} ${type} ${fingerprint}`],
      ['known by', place ?? 'nothing'],
    ]),
    client === 'program' ? ['host key', 'the program checks it'] : undefined,
    ...logins.map((login): FactLine => ['let in by', login]),
    line('proxy', proxy),
    line('way', way),
  ];
}

function line(label: string, text: string | undefined): FactLine | undefined {
  return text === undefined ? undefined : [label, text];
}

function certificateText({ subject, issuer, validFrom, validTo }: ShownCertificate): string {
  const by = issuer === subject ? 'issued by itself' : `issued by ${issuer}`;
  return `${subject}, ${by}, valid from ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`;
}

/** How many features stand in a row. */
const perRow = 4;

function featureText(features: DoctorSteps['features']['present']): string | undefined {
  if (features === undefined) return undefined;
  const texts = features.map(({ number, name }) => `${number} ${name}`);
  const rows: string[] = [];
  for (let at = 0; at < texts.length; at += perRow) rows.push(texts.slice(at, at + perRow).join(', '));
  return rows.join(',\n') || 'none';
}
