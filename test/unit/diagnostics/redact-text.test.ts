import { describe, expect, test } from '@jest/globals';
import { redactText } from '../../../src/diagnostics/redact/redact-text.ts';
import { redactUri, withoutPassword } from '../../../src/diagnostics/redact-uri.ts';

describe('text without its secrets', () => {
  test.each([
    [`<graphics type='vnc' passwd='hunter2' port='1'/>`, `<graphics type='vnc' passwd='redacted' port='1'/>`],
    [`<graphics passwd = "hunter2'3"/>`, `<graphics passwd = 'redacted'/>`],
    [`<auth type="chap" login="joe" passwd="hunter2">`, `<auth type="chap" login="joe" passwd='redacted'>`],
    // A document that is cut off, as an excerpt may be.
    [`<graphics passwd='hunter2`, `<graphics passwd='redacted'`],
    [`<metadata>\n<a:b>hunter2</a:b></metadata><os/>`, `<metadata>redacted</metadata><os/>`],
    [`<metadata/><os><type>hvm</type></os>`, `<metadata/><os><type>hvm</type></os>`],
    [`<cookies><cookie name='a'>hunter2</cookie></cookies>`, `<cookies>redacted</cookies>`],
    [`<cookie name='a>b'>hunter2`, `<cookie name='a>b'>redacted`],
    [`<cmdline>root=/dev/vda inst.vncpassword=hunter2</cmdline>`, `<cmdline>redacted</cmdline>`],
    [`<entry name='io.systemd.credential:x'>hunter2</entry>`, `<entry name='io.systemd.credential:x'>redacted</entry>`],
    [
      `<launchSecurity><session>hunter2</session></launchSecurity>`,
      `<launchSecurity><session>redacted</session></launchSecurity>`,
    ],
    [`<qemu:arg value='secret,data=hunter2'/>`, `<qemu:arg value='redacted'/>`],
    [`<qemu:env name="a>b" value="hunter2"/>`, `<qemu:env name="a>b" value='redacted'/>`],
    [`<q:arg\nvalue='hunter2`, `<q:arg\nvalue='redacted'`],
    [`{"execute":"set_password","password":"hunter2"}`, `{"execute":"set_password","password":'redacted'}`],
    ['mount -o user=joe,password=hunter2,ro', `mount -o user=joe,password='redacted',ro`],
    ['qemu+tcp://joe:hunter2@host/system?a=hunter2', 'qemu+tcp://joe@host/system'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
    expect(redactText(text)).not.toContain('hunter2');
  });

  test.each([
    `<domain type='test'><name>a</name><vcpu>2</vcpu></domain>`,
    `<interface type='direct'><source dev='eth0' mode='passthrough'/></interface>`,
    "Domain not found: no domain with matching name 'x'",
    'web1',
  ])('%s stays as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('long text takes no long time', () => {
    const began = performance.now();
    for (const piece of [`<metadata `, `<qemu:arg a='`, `passwd`, `<cookie>`, `<a:b x="y" `, '<entry a>']) {
      redactText(piece.repeat(100_000));
    }
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('URIs', () => {
  test('lose password and parameters in traces, and the password alone in errors', () => {
    const uri = 'qemu+ssh://joe:a%40b:c@host:22/system?keyfile=x#y';
    expect(redactUri(uri)).toBe('qemu+ssh://joe@host:22/system');
    expect(withoutPassword(uri)).toBe('qemu+ssh://joe@host:22/system?keyfile=x#y');
    for (const plain of ['qemu:///system', 'qemu+tcp://[::1]:16509/system', 'an alias']) {
      expect([redactUri(plain), withoutPassword(plain)]).toEqual([plain, plain]);
    }
  });
});
