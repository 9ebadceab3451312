import { describeRelease } from './describe-release.ts';

await describeRelease('9.0.0');
