import { describeRelease } from './qemu/describe-release.ts';

await describeRelease('9.0.0');
