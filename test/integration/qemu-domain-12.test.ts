import { describeGuest } from './qemu/describe-guest.ts';

await describeGuest('12.8.0');
