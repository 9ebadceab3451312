import { describeGuest } from './qemu/describe-guest.ts';

await describeGuest('11.3.0');
