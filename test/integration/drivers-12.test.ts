import { describeRelease } from './qemu/describe-release.ts';

await describeRelease('12.8.0');
