import { basename } from 'node:path';
import { openReader } from './read-files.ts';

/** Reads the files that it is given as one shard, and prints what came of them and the most memory that the process held. */
const [memoryMegabytes, ...paths] = process.argv.slice(2);
const reader = await openReader(Number(memoryMegabytes));
const files = await reader.read(paths.map((path) => [basename(path), { path }] as const));
await reader.close();
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ files, peakMegabytes }));
