// The pages of comparisons, studies, several runs and compared routes in a browser, as their commands write them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawAll, emptyCharts, fitsTheScreen, landIsThere, fitsDeskAndPhone, picture, program, results, root, scratch, serious, toy, visit } from './browser.mjs';
import { check } from './check.mjs';

const scenario = name => join(root, `scenarios/${name}.yaml`), made = name => join(root, `tests/data/toy-scenarios/${name}.yaml`);
const real = results('compared', 'compare', scenario('base-2024'), scenario('ust-luga-ban'), '--replications', '2', '--swings', 'none');
const plans = results('plans', 'compare', made('base'), made('closed'), made('exempt'), ...toy, '--replications', '4', '--target', 'delivered at least 3 Mt');
const pages = {
  comparison: join(real, 'report.html'),
  plans: join(plans, 'report.html'),
  study: study(),
  appraisal: join(results('works', 'invest', made('works'), ...toy, '--replications', '1'), 'report.html'),
  'side-by-side': together(...['base', 'closed'].map(name => results(name, 'run', made(name), ...toy, '--replications', '2'))),
  'routes-map': ways(),
};

function study() {
  const file = join(scratch, 'study.yaml');
  writeFileSync(join(scratch, 'month.yaml'), `scenario: a month\nextends: ${made('base')}\nmeasure: {from: 2025-03-01, to: 2025-03-31}\n`);
  writeFileSync(file, `study: "A study, <i>quoted</i>"
question: What do the room at the wharf and the ban do?
base: month.yaml
parameters:
  - {name: room, moves: terminals.wharf-rock.room, from: 10 kt/month, to: 100 kt/month}
  - {name: ban, moves: rules.XD-0001-PORT-BAN.never, values: [yes, no]}
design: {kind: sobol, points: 16, indices: yes}
replications: 2
report: [delivered, cost per tonne]
`);
  program('sweep', file, ...toy, '--out', join(scratch, 'study.sqlite'), '--export', join(scratch, 'export'), '--quiet');
  return join(scratch, 'study.html');
}

function together(...folders) {
  const file = join(scratch, 'together.html');
  program('report', ...folders, '--out', file, '--quiet');
  return file;
}

function ways() {
  const file = join(scratch, 'ways.html');
  try {
    program('routes', '--from', 'shubarkol', '--to', 'eu-ara', '--cargo', 'coal', '--on', '2025-03-15', '--buyer', 'NL', '--map', file);
  } catch (e) {
    if (e.status !== 4) throw e;  // 4: no lawful route, which is an answer
  }
  return file;
}

for (const name of ['comparison', 'plans', 'study', 'appraisal', 'side-by-side']) {
  check(`${name}: opens without a complaint, draws every chart or says why not, fetches nothing; axe finds nothing serious`, () => visit(pages[name], {}, async page => {
    const empty = await emptyCharts(page);
    if (name !== 'plans') assert.deepEqual(empty, []);
    await fitsTheScreen(page);
    for (const colours of ['light', 'dark']) assert.deepEqual(await serious(page, colours), [], `axe, ${colours}`);
  }));
}

check('a comparison shows the differences of compare.json, says "cannot tell" where one cannot, and maps what was gained and lost', () => visit(pages.comparison, {}, async page => {
  const { rows } = JSON.parse(readFileSync(join(real, 'compare.json'), 'utf8'));
  const shown = await page.$$eval('[data-row]', all => all.map(e => ({ kpi: e.dataset.row, diff: Number(e.dataset.diff), text: e.querySelector('.big').textContent })));
  assert.ok(shown.length >= 4);
  for (const s of shown) {
    const row = rows.find(r => r.kpi === s.kpi && Object.keys(r.by).length === 0);
    assert.equal(s.diff, row.diff);
    assert.equal(['cannot tell', 'no change'].includes(s.text), row.verdict === 'no-difference', s.kpi);
    if (s.text === 'no change') assert.deepEqual([row.diff, row.low, row.high], [0, 0, 0], s.kpi);
  }
  await drawAll(page);
  await landIsThere(page, 'map-drawing-1');
  assert.ok((await picture(page, 'map-drawing-1')).length > 150_000, 'the difference map is blank');
}));

check('plans beside each other show risks, which may be the best, and what could flip a verdict', () => visit(pages.plans, {}, async page => {
  for (const id of ['#risks', '#best', '#flip']) assert.equal(await page.locator(id).count(), 1, id);
}));

check('a study keeps its words as text, and its export holds the same page', () => visit(pages.study, {}, async page => {
  assert.equal(await page.textContent('h1'), 'A study, <i>quoted</i>');
  assert.equal(await page.locator('#curves .chart').count(), 4);
  assert.equal(await page.locator('#indices .chart').count(), 2);
  const page_of = file => readFileSync(file, 'utf8');
  assert.equal(page_of(join(scratch, 'export/report.html')), page_of(pages.study));
  const again = join(scratch, 'again.html');
  for (const from of ['study.sqlite', 'export']) {
    program('report', join(scratch, from), '--out', again, '--quiet');
    assert.equal(page_of(again), page_of(pages.study), from);
  }
}));

check('an appraisal shows the regret of every plan in every future', () => visit(pages.appraisal, {}, async page => {
  const { plans, futures, rows } = JSON.parse(readFileSync(join(scratch, 'works/invest.json'), 'utf8'));
  const shown = await page.$$eval('#regret tbody tr', all => all.map(row => [...row.children].map(cell => cell.textContent)));
  assert.deepEqual(shown.map(cells => cells[0]), plans.map(p => p.plan));
  shown.forEach(cells => futures.forEach((f, k) => {
    const { regret_usd } = rows.find(r => r.plan === cells[0] && r.future === f.future);
    const said = cells[k + 1] === 'best' ? 0 : Number(cells[k + 1].replace(/[^\d.]/g, '')) * 1e6;
    assert.ok(Math.abs(said - regret_usd) <= 5e4, `${cells[0]} in ${f.future}: ${cells[k + 1]} for ${regret_usd}`);
  }));
}));

check('an appraisal shows what each plan may cost, as invest.json has it', () => visit(pages.appraisal, {}, async page => {
  const { plans, rows } = JSON.parse(readFileSync(join(scratch, 'works/invest.json'), 'utf8'));
  await page.click('#break-even summary');
  const shown = await page.$$eval('#break-even tbody tr', all => all.map(row => [...row.children].map(cell => cell.textContent)));
  const wanted = rows.filter(r => r.break_even_capex_usd !== null);
  assert.ok(wanted.length > 0 && shown.length >= wanted.length);
  for (const [plan, future, even, capex] of shown) {
    assert.equal(Number(capex), plans.find(p => p.plan === plan).capex_usd);
    assert.ok(Math.abs(Number(even) - rows.find(r => r.plan === plan && r.future === future).break_even_capex_usd) < 0.01, `${plan} in ${future}: ${even}`);
  }
}));

check('a comparison is made again from its folder, with its maps', () => {
  const again = join(scratch, 'comparison.html');
  program('report', real, '--out', again, '--quiet');
  const data = file => JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'))[1]);
  assert.deepEqual(data(again), data(pages.comparison));
});

check('the map of routes shows ways, closed ones with the rule, and opens without a complaint', () => visit(pages['routes-map'], {}, async page => {
  assert.ok(await landIsThere(page), 'the country that exports is not in sight');
  assert.ok((await picture(page)).length > 150_000, 'the map is blank');
  assert.ok((await page.textContent('body')).includes('EU-0016-PORT-BAN'));
}));

for (const [name, file] of Object.entries(pages)) check(`${name} fits desk and phone`, () => fitsDeskAndPhone(name, file));
