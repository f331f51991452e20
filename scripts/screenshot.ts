import { writeFile } from 'node:fs/promises';
import { exampleScreen } from './screenshot/example.ts';
import { svgOf } from './screenshot/svg.ts';

/** Draws the review screen as it stands in the README: docs/review.svg, or the file that is named. */
const [path = 'docs/review.svg'] = process.argv.slice(2);
await writeFile(path, svgOf(await exampleScreen(), 100));
