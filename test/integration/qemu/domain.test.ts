import { describeGuest } from './describe-guest.ts';

await describeGuest('9.0.0');
