import { guestInitrd, guestKernel } from './qemu-host.ts';

export interface GuestDescription {
  readonly name: string;
  readonly uuid: string;
  /** MiB. */
  readonly memory?: number;
  /** Elements of its devices besides the console, the agent's channel and the memory balloon. */
  readonly devices?: string;
}

const spareSlots = "<controller type='pci' model='pcie-root-port'/>".repeat(8);

/** A domain that boots the tiny guest, its processor emulated. */
export const guestXml = ({ name, uuid, memory = 160, devices = '' }: GuestDescription): string => `<domain type='qemu'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>${memory}</memory>
  <vcpu current='1'>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>${guestKernel}</kernel>
    <initrd>${guestInitrd}</initrd>
    <cmdline>console=ttyS0 quiet</cmdline>
  </os>
  <features><acpi/></features>
  <cpu mode='custom' match='exact'><model>qemu64</model></cpu>
  <on_reboot>restart</on_reboot>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <controller type='pci' model='pcie-root'/>
    ${spareSlots}
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <memballoon model='virtio'/>
    ${devices}
  </devices>
</domain>`;
