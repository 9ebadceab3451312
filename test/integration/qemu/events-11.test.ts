import { describeEvents } from './describe-events.ts';

await describeEvents('11.3.0');
