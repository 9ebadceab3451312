import { describeGuest } from './describe-guest.ts';

await describeGuest('12.8.0');
