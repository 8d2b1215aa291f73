// See page.sh.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clean, results, root, scratch, visit } from '../tests/browser/browser.mjs';

const one = ['--replications', '1', '--fixed-figures'];
const pageOf = (name, scenario) => join(results(name, 'run', scenario, ...one), 'report.html');
const say = (what, value, unit, met) => console.log(`${met ? 'MET   ' : 'MISSED'} ${what}: ${value} ${unit}`);

try {
  const year = pageOf('year', join(root, 'scenarios/base-2024.yaml'));
  const file = join(scratch, 'ten-years.yaml');
  writeFileSync(file, `scenario: Ten years\nextends: ${join(root, 'scenarios/base-2022.yaml')}\nmeasure: {from: 2022-01-01, to: 2031-12-31}\n`);
  const decade = pageOf('ten-years', file);
  const megabytes = path => statSync(path).size / 1e6;
  say('page of a year, under 3 MB', megabytes(year).toFixed(2), 'MB', megabytes(year) < 3);
  const opened = [];
  for (let i = 0; i < 5; ++i) {
    await visit(decade, {}, async page => opened.push(await page.evaluate(() => performance.getEntriesByName('corridor drawn')[0].startTime)));
  }
  opened.sort((a, b) => a - b);
  say(`page of ten years (${megabytes(decade).toFixed(2)} MB), opening to first drawing under 1 000 ms`, `median ${opened[2].toFixed(0)}, ${opened[0].toFixed(0)} to ${opened[4].toFixed(0)}`, 'ms of 5', opened[2] < 1000);
  await visit(decade, {}, async page => {
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
    const rate = (frames.length - 1) / ((frames.at(-1) - frames[0]) / 1000);
    const gaps = frames.slice(1).map((t, i) => t - frames[i]).sort((a, b) => a - b);
    say('months running at 30 frames a second', rate.toFixed(0), `a second, middle frame ${gaps[gaps.length >> 1].toFixed(1)} ms, slowest ${gaps.at(-1).toFixed(1)} ms`, rate >= 30);
  });
} finally {
  await clean();
}
