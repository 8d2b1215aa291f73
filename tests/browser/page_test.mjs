// The report in a browser: nothing is fetched, nothing complains, all is drawn, it can be used with the keyboard,
// its numbers are those of summary.json, and hostile names stay text.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { axe, clean, drawAll, open, picture, program, results, root, scratch, summaryOf } from './browser.mjs';

const pictures = process.env.PICTURES;
mkdirSync(pictures, { recursive: true });
after(clean);

const toy = ['--data', join(root, 'tests/data/toy')];
const few = ['--replications', '2', '--threads', '2'];
const folders = {
  'base-2024': results('base-2024', 'run', join(root, 'scenarios/base-2024.yaml'), ...few),
  'ust-luga-ban': results('ust-luga-ban', 'run', join(root, 'scenarios/ust-luga-ban.yaml'), ...few),
  nothing: nothingGetsOut(),
};

/** The made-up country with every mine struck: nothing is released. */
function nothingGetsOut() {
  const file = join(scratch, 'nothing.yaml');
  writeFileSync(file, `scenario: Nothing gets out\nquestion: What does a page say that has nothing to show?\nextends: ${join(root, 'tests/data/toy-scenarios/base.yaml')}\nchanges:\n  - {flow: all, tonnes: times 0}\n`);
  return results('nothing', 'run', file, ...toy, '--replications', '1');
}

const report = name => join(folders[name], 'report.html');

for (const name of Object.keys(folders)) {
  test(`${name}: opens without a complaint, draws every chart or says why not, fetches nothing`, async () => {
    const { page, complaints, close } = await open(report(name));
    await drawAll(page);
    const charts = await page.$$eval('.chart', all => all.map(c => ({ id: c.id, drawn: c.dataset.drawn, shapes: c.querySelectorAll('.drawing svg path, .drawing svg text').length, title: c.querySelector('h3').textContent, label: c.querySelector('.drawing').getAttribute('aria-label'), empty: c.querySelector('.empty')?.textContent })));
    assert.ok(charts.length >= 12, `only ${charts.length} charts`);
    for (const c of charts) {
      assert.ok(c.title.length > 8, `${c.id} has no title`);
      if (c.drawn === 'chart') {
        assert.ok(c.shapes > 5, `${c.id} has ${c.shapes} shapes`);
        assert.ok(c.label?.startsWith(c.title), `${c.id} has no text alternative`);
      } else {
        assert.equal(c.drawn, 'empty', `${c.id} was not drawn`);
        assert.ok(c.empty?.length > 20, `${c.id} does not say why it is empty`);
      }
    }
    if (name !== 'nothing') assert.deepEqual(charts.filter(c => c.drawn !== 'chart').map(c => c.id), []);
    assert.ok((await picture(page)).length > 20_000, 'the map is blank');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'the page scrolls sideways');
    assert.deepEqual(complaints, []);
    await close();
  });
}

test('the slider changes the map, by keyboard too, and says the month', async () => {
  const { page, close } = await open(report('ust-luga-ban'));
  const whole = await picture(page);
  await page.focus('#month');
  await page.keyboard.press('ArrowRight');
  const february = await picture(page);
  assert.notEqual(february, whole);
  assert.equal(await page.getAttribute('#month', 'aria-valuetext'), 'February 2025');
  await page.keyboard.press('End');
  assert.notEqual(await picture(page), february);
  assert.equal(await page.textContent('.when'), 'December 2025');
  await page.click('.whole');
  assert.equal(await picture(page), whole);
  await close();
});

test('playing runs through the months and stops at the last; with reduced motion there is no play', async () => {
  const { page, close } = await open(report('ust-luga-ban'));
  await page.selectOption('#speed', '4');
  const before = await picture(page);
  await page.click('#play');
  await page.waitForFunction(() => document.querySelector('#play').textContent === 'Play' && document.querySelector('.when').textContent.startsWith('December'), null, { timeout: 60_000 });
  assert.notEqual(await picture(page), before);
  await close();
  const quiet = await open(report('ust-luga-ban'), { still: true });
  assert.equal(await quiet.page.isVisible('#play'), false);
  await quiet.close();
});

test('each filter changes the map and the charts, and "Show all" takes it back', async () => {
  const { page, close } = await open(report('ust-luga-ban'));
  await drawAll(page);
  const chart = () => page.$eval('#flows-over-time svg', s => s.outerHTML.replace(/zr\d+/g, ''));
  const whole = { map: await picture(page), chart: await chart() };
  for (const [id, pick] of [['#f-origin', 2], ['#f-market', 'g:EU'], ['#f-route', 2]]) {
    await page.selectOption(id, typeof pick === 'number' ? { index: pick } : pick);
    assert.notEqual(await picture(page), whole.map, `${id} leaves the map as it is`);
    assert.notEqual(await chart(), whole.chart, `${id} leaves the chart as it is`);
    await page.click('.clear');
    assert.equal(await chart(), whole.chart, `${id} cannot be taken back`);
  }
  await page.check('#f-home');
  assert.notEqual(await picture(page), whole.map);
  await close();
});

test('the keyboard reaches every control', async () => {
  const { page, close } = await open(report('ust-luga-ban'));
  const seen = new Set();
  for (let i = 0; i < 120; ++i) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.textContent.slice(0, 30)));
  }
  for (const id of ['play', 'speed', 'month', 'mark', 'whole', 'f-commodity', 'f-origin', 'f-market', 'f-route', 'f-home', 'theme', 'The map', 'Table behind this chart', 'Zoom in'.slice(0, 0) || '+']) {
    assert.ok(seen.has(id), `${id} is not reached; reached: ${[...seen].join(' | ')}`);
  }
  await close();
});

for (const dark of [false, true]) {
  test(`axe finds nothing serious, ${dark ? 'dark' : 'light'}`, async () => {
    const { page, close } = await open(report('ust-luga-ban'), { dark });
    await drawAll(page);
    await page.evaluate(() => document.querySelectorAll('details').forEach(d => (d.open = true)));
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    const serious = found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' || ')}`);
    assert.deepEqual(serious, []);
    await close();
  });
}

test('the numbers of the answer are those of summary.json, as shown and as meant', async () => {
  for (const name of ['base-2024', 'ust-luga-ban']) {
    const { page, close } = await open(report(name));
    const kpis = summaryOf(folders[name]).kpis;
    const shown = await page.$$eval('[data-figure]', all => all.map(e => ({ name: e.dataset.figure, by: JSON.parse(e.dataset.by), mean: Number(e.dataset.mean), text: e.querySelector('.big').textContent })));
    assert.ok(shown.length >= 4 && shown.length <= 5);
    for (const s of shown) {
      const key = by => JSON.stringify(Object.entries(by).sort());
      const kpi = kpis.find(k => k.name === s.name && key(k.by) === key(s.by));
      assert.equal(s.mean, kpi.mean, s.name);
      const number = Number(s.text.replace(/[^\d.]/g, '')), per = /Mt/.test(s.text) ? 1e6 : /kt/.test(s.text) ? 1e3 : 1;
      assert.ok(Math.abs(number * per - kpi.mean) <= Math.max(0.006 * Math.abs(kpi.mean), 0.051), `${s.name}: ${s.text} for ${kpi.mean}`);
    }
    await close();
  }
});

test('the table behind a chart and its CSV hold what summary.json says', async () => {
  const { page, close } = await open(report('ust-luga-ban'));
  await drawAll(page);
  await page.click('#days-by-route summary');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-csv=days-by-route]')]);
  assert.equal(file.suggestedFilename(), 'days-by-route.csv');
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\n').map(l => l.split(','));
  const kpis = summaryOf(folders['ust-luga-ban']).kpis;
  assert.ok(lines.length > 5);
  for (const [commodity, route, , p10, p50] of lines.slice(1)) {
    const of = n => kpis.find(k => k.name === n && Object.keys(k.by).length === 2 && k.by.commodity === commodity && k.by.route === route).mean;
    assert.deepEqual([Number(p10), Number(p50)], [of('days_p10'), of('days_p50')]);
  }
  await close();
});

test('hostile names appear as text and break nothing', async () => {
  const hostile = ['<script>window.broken=1</script>', '<img src=x onerror=window.broken=1>', '"quotes" \'and\' `more`', 'Қазақстан көмірі', 'שלום \u202e עולם', '🚂‍💥', 'x'.repeat(10_000)].join(' ');
  const file = join(scratch, 'hostile.yaml');
  writeFileSync(file, `scenario: ${JSON.stringify(hostile)}\nquestion: ${JSON.stringify(hostile.slice(0, 400))}\nextends: ${join(root, 'tests/data/toy-scenarios/base.yaml')}\n`);
  const folder = results('hostile', 'run', file, ...toy, '--replications', '1');
  for (const width of [1440, 390]) {
    const { page, complaints, close } = await open(join(folder, 'report.html'), { width });
    await drawAll(page);
    assert.equal(await page.textContent('h1'), hostile);
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'the page scrolls sideways');
    assert.deepEqual(complaints, []);
    await close();
  }
});

/** A comparison and a study, as their commands write them. */
function written() {
  const comparison = join(scratch, 'comparison'), study = join(scratch, 'study');
  mkdirSync(comparison);
  mkdirSync(study);
  const row = (kpi, by, unit, diff, verdict) => ({ scenario: 'ust-luga-ban', kpi, by, unit, base: 100, whatif: 100 + diff, diff, low: diff - 1, high: diff + 1, low_all: diff - 3, high_all: diff + 3, n: 30, verdict });
  const scenario = name => ({ name, title: `<b>${name}</b>`, question: '', measure: { from: '2024-01-01', to: '2024-12-31' }, ranged_figures: 3 });
  const swing = (figure, flips) => ({ figure, low: 1, likely: 2, high: 3, diff_at_low: flips ? -2 : 1, diff_at_high: 4, swing_low: 1, swing_high: 2, correlation: 0.5, chance: 0.01, flips, flips_at: flips ? 1.4 : null });
  writeFileSync(join(comparison, 'compare.json'), JSON.stringify({
    schema: 'corridor/compare/1', base: 'base-2024', scenarios: [scenario('base-2024'), scenario('ust-luga-ban')], seed: 1, replications: 30, ranges_drawn: true, level: 0.95, precision: null, notes: ['a note'],
    risks: [{ scenario: 'ust-luga-ban', target: 'delivered at least 5 Mt', missed: 3, futures: 30, low: 0.03, high: 0.26 }], best: null,
    tornado: [{ scenario: 'ust-luga-ban', kpi: 'delivered', unit: 't', figures: 9, moved: 2, replications: 3, sure_share: 0.1, swings: [swing('terminals/a/handling', true), swing('model/b', false)] }],
    rows: [row('delivered', {}, 't', -5, 'less'), row('cost_per_tonne', {}, 'USD/t', 2, 'no-difference'), row('days', {}, 'days', 4, 'more'), row('delivered', { commodity: 'coal', route: 'somewhere' }, 't', 9, 'more')],
  }));
  writeFileSync(join(study, 'study.csv'), 'key,value\ntitle,"A study, <i>quoted</i>"\nquestion,How much?\n');
  writeFileSync(join(study, 'curves.csv'), 'kpi,by,measured_in,parameter,level,x,points,mean,low,high,effect\n' + [0, 5, 10].map(x => `delivered,{},t,capacity,${x} Mt/year,${x},1,${1e6 + x * 1e5},${9e5 + x * 1e5},${11e5 + x * 1e5},0`).join('\n') + '\n');
  writeFileSync(join(study, 'indices.csv'), 'kpi,by,parameter,first,first_low,first_high,total,total_low,total_high\ndelivered,{},capacity,0.7,0.6,0.8,0.75,0.65,0.85\n');
  return { comparison, study };
}

const several = [];
test('a comparison, a study and runs side by side open, draw every chart and say "cannot tell" where one cannot', async () => {
  const { comparison, study } = written();
  for (const [name, ...of] of [['comparison', comparison, folders['base-2024'], folders['ust-luga-ban']], ['study', study], ['side-by-side', folders['base-2024'], folders['ust-luga-ban']]]) {
    const file = join(scratch, `${name}.html`);
    program('report', ...of, '--out', file, '--quiet');
    several.push([name, file]);
    const { page, complaints, close } = await open(file);
    await drawAll(page);
    const charts = await page.$$eval('.chart', all => all.map(c => [c.id, c.dataset.drawn]));
    assert.ok(charts.length > 0);
    assert.deepEqual(charts.filter(c => c[1] !== 'chart'), [], name);
    const text = await page.textContent('body');
    if (name === 'comparison') {
      assert.ok(text.includes('cannot tell'));
      assert.ok(text.includes('<b>ust-luga-ban</b>'));
      assert.equal(await page.$eval('[data-row=delivered]', e => e.dataset.diff), '-5');
      assert.ok((await page.$eval('#map-drawing-1 canvas', c => c.toDataURL())).length > 20_000, 'the difference map is blank');
    }
    if (name === 'study') assert.ok(text.includes('A study, <i>quoted</i>') && text.includes('1.00 Mt') && text.includes('2.00 Mt'));
    assert.deepEqual(complaints, []);
    await close();
  }
});

test('the map of routes shows ways, closed ones with the rule, and opens without a complaint', async () => {
  const file = join(scratch, 'ways.html');
  try {
    program('routes', '--from', 'shubarkol', '--to', 'eu-ara', '--cargo', 'coal', '--on', '2025-03-15', '--buyer', 'NL', '--map', file);
  } catch (e) {
    if (e.status !== 4) throw e;
  }
  several.push(['routes-map', file]);
  const { page, complaints, close } = await open(file);
  assert.ok((await picture(page)).length > 20_000, 'the map is blank');
  assert.ok((await page.textContent('body')).includes('EU-0016-PORT-BAN'));
  assert.deepEqual(complaints, []);
  await close();
});

test('on paper there are no controls', async () => {
  const { page, close } = await open(report('ust-luga-ban'));
  await drawAll(page);
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['nav', '.chips', '.timeline', '.zoom']) assert.equal(await page.isVisible(gone), false, gone);
  for (const kept of ['h1', '#map-drawing', '#waterfall', '#origin']) assert.equal(await page.isVisible(kept), true, kept);
  await close();
});

test('pictures of every page at three sizes, light and dark', async () => {
  for (const [name, file] of [...Object.keys(folders).map(n => [n, report(n)]), ...several]) {
    for (const [width, height] of [[1440, 900], [820, 1180], [390, 844]]) {
      for (const dark of [false, true]) {
        const { page, complaints, close } = await open(file, { width, height, dark });
        await drawAll(page);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${name} at ${width} scrolls sideways`);
        await page.screenshot({ path: join(pictures, `${name}-${width}x${height}-${dark ? 'dark' : 'light'}.png`), fullPage: true });
        assert.deepEqual(complaints, []);
        await close();
      }
    }
  }
});
