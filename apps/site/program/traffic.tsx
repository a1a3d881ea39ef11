import { at, type Visit } from '../frame/visit.ts';
import { counted, labelOf } from '../words.ts';
import type { ProgramFacts } from './facts.ts';
import { Changed, ProgramText, Section, Warnings } from './section.tsx';
import { standardRate } from './standard-rate.ts';

interface Props {
  readonly visit: Visit;
  readonly facts: ProgramFacts;
}

/** The tree of kinds of traffic with their four statuses, in the program's order (S-123 … S-128). */
export function Traffic({ visit, facts }: Props) {
  const words = visit.words.program.traffic;
  const { kinds } = visit.words;
  const { program, traffic } = facts;
  return (
    <Section id="traffic" title={words.title}>
      {traffic.length === 0 ? (
        <p>{words.all}</p>
      ) : (
        <table className="traffic">
          <thead>
            <tr>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.status}</th>
            </tr>
          </thead>
          <tbody>
            {traffic.map(({ key, parent, status }) => (
              <tr key={key} data-kind={key} className={parent === null ? 'kind' : 'kind inner'}>
                <th scope="row">{labelOf(kinds.traffic, key)}</th>
                <td>
                  <span className={`status ${status}`}>{kinds.trafficStatus[status]}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href={at(visit, '/help/traffic-types')}>{words.help}</a>
      </p>
      {traffic.length === 0 || program.trafficTypesChangedAt === null ? null : (
        <Changed visit={visit} day={visit.formats.day(program.trafficTypesChangedAt, program.timeZone)} />
      )}
    </Section>
  );
}

/** Why ad spaces were rejected, by share (S-131). */
export function Rejections({ visit, facts }: Props) {
  const words = visit.words.program.rejections;
  const { rejections } = facts;
  const total = rejections.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section id="rejections" title={words.title}>
      {total === 0 ? (
        <p className="empty">{words.empty}</p>
      ) : (
        <table className="rejections">
          <thead>
            <tr>
              <th scope="col">{words.reason}</th>
              <th scope="col" className="number">
                {words.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {rejections.map(({ reason, count }) => (
              <tr key={reason}>
                <th scope="row">{words.reasons[reason]}</th>
                <td className="number figure">{visit.formats.percent(String(Math.round((count * 100) / total)))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>{counted(words, 'total', total, visit.language)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}

/** Hot products that a link may lead to, with both rates (S-070). */
export function HotProducts({ visit, facts }: Props) {
  const words = visit.words.program.hot;
  const { hot, sections } = facts;
  const text = sections.hot_products;
  if (text === undefined && hot.length === 0) return null;
  const rate = (percent: string | null) => (percent === null ? '—' : visit.formats.percent(percent));
  return (
    <Section id="hot" title={words.title}>
      {text === undefined ? null : <ProgramText visit={visit} text={text.content.text} language={text.locale} />}
      <Warnings visit={visit} notices={facts.notices} surface="hot" />
      {hot.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <table className="hot">
          <thead>
            <tr>
              <th scope="col">{words.product}</th>
              <th scope="col" className="number">
                {words.standard}
              </th>
              <th scope="col" className="number">
                {words.hotRate}
              </th>
            </tr>
          </thead>
          <tbody>
            {hot.map((product) => (
              <tr key={product.id}>
                <th scope="row">{product.title ?? product.id}</th>
                <td className="number figure">{rate(standardRate(facts.rates, product))}</td>
                <td className="number figure">{rate(product.hotRate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
