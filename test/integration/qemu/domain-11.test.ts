import { describeGuest } from './describe-guest.ts';

await describeGuest('11.3.0');
