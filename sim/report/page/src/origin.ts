// How it was made: the scenario as written and as resolved, seed, version, sources, the command that makes it again.
import { element, tableElement } from './chart';
import type { Run } from './data';
import { date, grouped, percent } from './format';

const counted = (n: number, what: string) => `${grouped(n)} ${what}${n === 1 ? '' : 's'}`;

function folded(title: string, ...inside: Node[]): HTMLElement {
  return element('details', { class: 'behind' }, element('summary', {}, title), ...inside);
}

export function origin(run: Run, number = ''): HTMLElement {
  const d = run.data, m = run.manifest, o = d.origin;
  // A comparison notes the changes of all its scenarios, each after the name of its own.
  const own = `${d.scenario}: `, changes = m.changes.some(c => c.startsWith(own)) ? m.changes.filter(c => c.startsWith(own)).map(c => c.slice(own.length)) : m.changes;
  const facts = element('dl', { class: 'facts' });
  const fact = (k: string, v: string) => facts.append(element('div', {}, element('dt', {}, k), element('dd', { dir: 'auto' }, v)));
  fact('scenario', d.scenario);
  fact('window', `${date(d.measure.from)} to ${date(d.measure.to)}`);
  fact('seed', String(d.seed));
  fact('replications', `${d.replications}${d.ranges_drawn ? ', each again with every ranged figure drawn' : ''}`);
  fact('program', `corridor ${m.version}, ${m.compiler}`);
  fact('made', `${m.started.replace('T', ' ').replace('Z', ' UTC')}, ${grouped(m.wall_time_s, 1)} s on ${m.threads} ${m.threads === 1 ? 'thread' : 'threads'}`);
  const command = element('pre', { tabindex: '0', 'aria-label': 'The command that makes this again' }, element('code', {}, m.command.map(a => (/^[\w./=:,@%+-]+$/.test(a) ? a : `'${a.replace(/'/g, "'\\''")}'`)).join(' ')));
  const all = o.tables.reduce((s, t) => s + t.figures.reduce((a, b) => a + b, 0), 0);
  const quality = {
    columns: ['table', ...o.qualities, 'ranged', 'estimates, share'],
    rows: o.tables.map(t => {
      const sum = t.figures.reduce((a, b) => a + b, 0);
      return [t.table, ...t.figures, t.ranged, percent((t.figures[o.qualities.indexOf('estimate')] ?? 0) / Math.max(1, sum))];
    }),
  };
  const section = element('section', { class: 'origin', id: `origin${number}`, 'aria-labelledby': `origin-title${number}` },
    element('h2', { id: `origin-title${number}` }, number === '' ? 'How it was made' : `How ${d.scenario} was made`),
    element('p', {}, 'Every number on this page is that of summary.json and the CSV files beside it; where single lots are shown they are those of the first replication. The command below makes the same bytes again on any machine.'),
    facts, command,
    folded('The scenario as written', ...(o.written.length > 0 ? o.written.flatMap(w => [element('h4', {}, w.file), element('pre', { tabindex: '0', 'aria-label': w.file, dir: 'auto' }, element('code', {}, w.text))]) : [element('p', {}, 'The scenario file was not to be read when this page was made.')])),
    folded(`The scenario as resolved: ${counted(changes.length, 'change')} to the shipped network`, ...(changes.length > 0 ? [element('pre', { tabindex: '0', 'aria-label': 'Changes' }, element('code', {}, changes.join('\n')))] : [element('p', {}, 'It changes nothing but what its first lines say.')])),
    folded(`Quality of ${grouped(all)} input figures`, tableElement(quality, 'Figures by table and quality')),
    folded(counted(o.sources.length, 'source'), tableElement({ columns: ['id', 'title', 'publisher', 'address'], rows: o.sources.map(s => [...s]) }, 'Sources')),
    folded(`${m.inputs.length} files read, with the hash of their bytes`, tableElement({ columns: ['file', 'fnv1a64'], rows: m.inputs.map(i => [i.file, i.fnv1a64 ?? 'not readable']) }, 'Files read')),
    folded(`${counted(d.rules.length, 'rule')} that refused something, or lift those that did`, tableElement({ columns: ['rule', 'kind', 'title', 'instrument', 'by', 'from', 'to', 'source', 'address'], rows: d.rules.map(r => [r.id, r.kind, r.title, r.instrument, r.by, r.from ?? 'always', r.to ?? 'open end', r.source, r.url]) }, 'Rules')),
  );
  if (d.findings.length > 0) {
    const list = element('ul');
    for (const f of d.findings) list.append(element('li', { dir: 'auto' }, f));
    section.append(folded(`${d.findings_all} findings of the first replication`, list));
  }
  return section;
}
