// See page.sh.
import { writeFileSync } from 'node:fs';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { clean, open, results, root, scratch } from '../tests/browser/browser.mjs';

const file = join(scratch, 'ten-years.yaml');
writeFileSync(file, `scenario: Ten years\nextends: ${join(root, 'scenarios/base-2022.yaml')}\nmeasure: {from: 2022-01-01, to: 2031-12-31}\n`);
const report = join(results('ten-years', 'run', file, '--replications', '1', '--fixed-figures'), 'report.html');
console.log(`page of ten years: ${(statSync(report).size / 1e6).toFixed(2)} MB`);
const opened = [];
for (let i = 0; i < 5; ++i) {
  const { page, close } = await open(report);
  opened.push(await page.evaluate(() => performance.getEntriesByName('corridor drawn')[0].startTime));
  await close();
}
opened.sort((a, b) => a - b);
console.log(`opening to first drawing: median ${opened[2].toFixed(0)} ms, ${opened[0].toFixed(0)} to ${opened[4].toFixed(0)} ms of 5`);
const { page, close } = await open(report);
await page.selectOption('#speed', '4');
await page.click('#play');
const frames = await page.evaluate(() => new Promise(done => {
  const times = [];
  const step = t => {
    times.push(t);
    if (t - times[0] < 5000) requestAnimationFrame(step);
    else done(times);
  };
  requestAnimationFrame(step);
}));
const gaps = frames.slice(1).map((t, i) => t - frames[i]).sort((a, b) => a - b);
console.log(`month slider: ${((frames.length - 1) / ((frames.at(-1) - frames[0]) / 1000)).toFixed(0)} frames a second, middle frame ${gaps[gaps.length >> 1].toFixed(1)} ms, slowest ${gaps.at(-1).toFixed(1)} ms`);
await close();
clean();
