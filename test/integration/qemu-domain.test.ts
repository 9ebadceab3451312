import { describeGuest } from './qemu/describe-guest.ts';

await describeGuest('9.0.0');
