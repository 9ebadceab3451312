import { describe, expect, test } from '@jest/globals';
import { isConstantName, key, local, Names } from '../../codegen/names.ts';
import { parse } from '../../codegen/parser.ts';
import { resolve } from '../../codegen/resolver.ts';

const names = new Names([
  'virDomainGetXMLDesc',
  'virNodeGetCPUStats',
  'virNWFilterUndefine',
  'virConnectGetLibVersion',
  'virDomainQemuMonitorCommand',
  'virConnectDomainQemuMonitorEventRegister',
  'virDomainLxcOpenNamespace',
  'virAdmConnectOpen',
  'virAdmClientGetInfo',
]);

/** The names of the type that the text defines last, in a protocol file of that name. */
function typeNames(file: string, text: string): string[] {
  const type = resolve([{ name: file, definitions: parse('a.x', text) }])[0]?.types.at(-1);
  if (type === undefined) throw new Error('no type');
  return [names.type(type), names.codec(type), names.read(type), names.write(type)];
}

describe('Names', () => {
  test.each([
    ['remote', 'REMOTE_PROC_DOMAIN_GET_XML_DESC', 'virDomainGetXMLDesc', 'domainGetXMLDesc'],
    ['remote', 'REMOTE_PROC_NODE_GET_CPU_STATS', 'virNodeGetCPUStats', 'nodeGetCPUStats'],
    ['remote', 'REMOTE_PROC_NWFILTER_UNDEFINE', 'virNWFilterUndefine', 'nwFilterUndefine'],
    ['remote', 'REMOTE_PROC_CONNECT_GET_LIB_VERSION', 'virConnectGetLibVersion', 'connectGetLibVersion'],
    ['remote', 'REMOTE_PROC_AUTH_SASL_INIT', undefined, 'authSASLInit'],
    ['remote', 'REMOTE_PROC_DOMAIN_EVENT_CALLBACK_RTC_CHANGE', undefined, 'domainEventCallbackRTCChange'],
    ['qemu', 'QEMU_PROC_DOMAIN_MONITOR_COMMAND', 'virDomainQemuMonitorCommand', 'qemuDomainMonitorCommand'],
    [
      'qemu',
      'QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER',
      'virConnectDomainQemuMonitorEventRegister',
      'qemuConnectDomainMonitorEventRegister',
    ],
    ['lxc', 'LXC_PROC_DOMAIN_OPEN_NAMESPACE', 'virDomainLxcOpenNamespace', 'lxcDomainOpenNamespace'],
    ['admin', 'ADMIN_PROC_CONNECT_OPEN', 'virAdmConnectOpen', 'adminConnectOpen'],
    ['keepalive', 'KEEPALIVE_PROC_PING', undefined, 'keepalivePing'],
  ])('%s: %s is %s in C and %s here', (file, procedure, c, name) => {
    expect(names.cFunction(file, procedure)).toBe(c);
    expect(names.procedure(file, procedure)).toBe(name);
  });

  test.each([
    ['remote', 'struct remote_domain_get_xml_desc_args { int x; };', 'DomainGetXMLDescArgs'],
    ['remote', 'struct remote_node_get_cpu_stats { int x; };', 'NodeGetCPUStats'],
    ['remote', 'struct remote_node_get_cpu_stats_ret { int x; };', 'NodeGetCPUStatsRet'],
    ['remote', 'struct remote_auth_sasl_init_ret { int x; };', 'AuthSASLInitRet'],
    ['remote', 'struct remote_nonnull_domain { int x; };', 'NonnullDomain'],
    ['remote', 'struct d { int x; }; typedef d *remote_domain;', 'NullableDomain'],
    ['remote', 'typedef string remote_nonnull_string<>;', 'NonnullString'],
    [
      'remote',
      'const REMOTE_PROGRAM = 1; const REMOTE_PROTOCOL_VERSION = 1; enum remote_procedure { A };',
      'RemoteProcedure',
    ],
    ['net', 'struct virNetMessageHeader { int x; };', 'NetMessageHeader'],
    ['net', 'struct s { int x; }; typedef s *virNetMessageDomain;', 'NullableNetMessageDomain'],
    ['qemu', 'struct qemu_domain_monitor_command_args { int x; };', 'QemuDomainMonitorCommandArgs'],
    ['lxc', 'struct lxc_domain_open_namespace_args { int x; };', 'LxcDomainOpenNamespaceArgs'],
    ['admin', 'struct admin_client_get_info_ret { int x; };', 'AdminClientGetInfoRet'],
    ['admin', 'typedef string s<>; typedef s *admin_string;', 'AdminNullableString'],
  ])('%s: %s is the type %s', (file, text, name) => {
    expect(typeNames(file, text)[0]).toBe(name);
  });

  test('names codec, reader and writer after the type', () => {
    expect(typeNames('remote', 'struct remote_nwfilter { int x; };')).toEqual([
      'Nwfilter',
      'nwfilterCodec',
      'readNwfilter',
      'writeNwfilter',
    ]);
    expect(typeNames('remote', 'struct remote_nwfilter_undefine_args { int x; };')).toEqual([
      'NWFilterUndefineArgs',
      'nwFilterUndefineArgsCodec',
      'readNWFilterUndefineArgs',
      'writeNWFilterUndefineArgs',
    ]);
  });
});

describe('local', () => {
  test.each(['name', 'uuid', 'error', 'r2', 'default_', 'reader'])('leaves %s as it is', (field) => {
    expect(local(field)).toBe(field);
  });

  test.each(['class', 'default', 'r', 'w', 'v', 'at', 'index', 'n', 'inField', 'MAX', 'readDomain', 'writeDomain'])(
    'keeps %s from hiding something else',
    (field) => {
      expect(local(field)).toBe(`$${field}`);
    },
  );
});

test.each([
  ['name', 'name'],
  ['default', 'default'],
  ['_x', '_x'],
  ['1', '"1"'],
  ['2FA', '"2FA"'],
])('the key %s is written %s', (field, written) => {
  expect(key(field)).toBe(written);
});

test.each([
  ['MAX', true],
  ['A_1', true],
  ['Max', false],
  ['max', false],
  ['_MAX', false],
])('%s looks like a constant: %s', (name, is) => {
  expect(isConstantName(name)).toBe(is);
});
