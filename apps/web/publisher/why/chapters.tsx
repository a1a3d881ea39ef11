import { Code, List, Text } from '@mantine/core';
import { Fragment } from 'react';
import type { WhyStoryLine } from '../../../../contract/wire/why.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { named } from '../figures/names.ts';
import { dayPlus } from '../figures/period.ts';
import { Chapter } from './chapter.tsx';
import { ruleLines } from './rule-lines.ts';
import { dayIn, type Telling } from './telling.ts';

export function ClickChapter(telling: Telling) {
  const { why, t } = telling;
  const { click, coupon, owner } = why.story;
  return (
    <Chapter id="why-click" title={t('why.click.title')}>
      {click === null ? (
        <Text>{owner.by === 'coupon' ? t('why.click.byCoupon', { coupon }) : t('why.click.none')}</Text>
      ) : (
        <ClickText {...telling} click={click} />
      )}
    </Chapter>
  );
}

type Click = NonNullable<Telling['why']['story']['click']>;

function ClickText({ click, why, t, names, at, country }: Telling & { readonly click: Click }) {
  const subids = click.subids.filter((subid) => subid !== null);
  const day = dayIn(click.at, why.story.terms.time_zone);
  return (
    <>
      <Text>
        {t('why.click.text', {
          at: at(click.at),
          country: country(click.country),
          adSpace: names.adSpace(click.ad_space),
          landing: t(`why.landing.${click.landing}`),
        })}{' '}
        {click.device === null ? '' : t('why.click.device', { device: named(t, 'device', click.device) })}{' '}
        {t(`why.click.anonymizer.${click.anonymizer}`)}
      </Text>
      {subids.length === 0 ? null : <Text>{t('why.click.subids', { subids: subids.join(', ') })}</Text>}
      {click.routed_from === null ? null : (
        <Text>{t('why.click.routed', { program: names.program(click.routed_from) })}</Text>
      )}
      {click.redirected ? <Text>{t('why.click.redirected')}</Text> : null}
      {click.restored ? <Text>{t('why.click.restored')}</Text> : null}
      <TextLink
        size="sm"
        to="/publisher/statistics/clicks"
        search={{
          program: why.program,
          since: day,
          until: dayPlus(day, 1),
          ...(click.click_id === null ? {} : { click: click.click_id }),
        }}
      >
        {t('why.click.open')}
      </TextLink>
    </>
  );
}

/** Lines of an order that are told one by one. */
export const LINES_TOLD_MAX = 20;

export function OrderChapter({ why, t, formats, at, country, duration }: Telling) {
  const { story } = why;
  const price = formats.money(story.price.amount, story.price.currency);
  const ordered = { at: at(story.ordered_at), price: formats.money(story.first_price, story.price.currency) };
  const { click } = story;
  return (
    <Chapter id="why-order" title={t('why.order.title')}>
      <Text>
        {click === null
          ? t('why.order.text', ordered)
          : t('why.order.after', { ...ordered, age: duration(click.age_ms) })}{' '}
        {t('why.order.delivery', { country: country(story.delivery_country) })}{' '}
        {story.coupon === null ? '' : t('why.order.coupon', { coupon: story.coupon })}{' '}
        {story.customer === null ? '' : t(`why.order.customer.${story.customer}`)}{' '}
        {story.first_price === story.price.amount ? '' : t('why.order.changed', { price })}
      </Text>
      {story.lines.length < 2 && story.lines[0]?.product_id == null ? null : (
        <List size="sm">
          {story.lines.slice(0, LINES_TOLD_MAX).map((line) => {
            const amount = formats.money(line.price, story.price.currency);
            const told = { line: line.line_id, price: amount };
            return (
              <List.Item key={line.line_id}>
                {line.product_id === null
                  ? t('why.order.lineOnly', told)
                  : t('why.order.line', { ...told, product: story.names.products[line.product_id] ?? line.product_id })}
              </List.Item>
            );
          })}
        </List>
      )}
    </Chapter>
  );
}

export function OwnerChapter({ why, t, at, duration }: Telling) {
  const { owner, click } = why.story;
  const { window_ms: windowMs, clicks } = owner;
  return (
    <Chapter id="why-owner" title={t('why.owner.title')}>
      <Text>
        {owner.by === 'coupon' ? t('why.owner.coupon') : null}
        {owner.by === null ? t('why.owner.nobody') : null}
        {owner.by !== 'click' || windowMs === null || owner.pick === null
          ? null
          : t(`why.owner.${owner.pick}`, { window: duration(windowMs) })}{' '}
        {owner.by !== 'click' || click === null ? null : t('why.owner.yours', { age: duration(click.age_ms) })}{' '}
        {owner.by === 'click' && clicks.length === 1 ? t('why.owner.only') : null}
      </Text>
      {clicks.length < 2 ? null : (
        <List size="sm" aria-label={t('why.owner.clicks')}>
          {clicks.map(withPlace).map(({ each, place }) => (
            <List.Item key={place}>
              {each.at === null ? t('why.owner.foreign') : t('why.owner.mine', { at: at(each.at) })}:{' '}
              {t(`why.owner.standing.${each.standing}`)}
            </List.Item>
          ))}
        </List>
      )}
    </Chapter>
  );
}

/** Clicks of others have nothing but their place by which they could be told apart. */
function withPlace<T>(each: T, place: number): { readonly each: T; readonly place: number } {
  return { each, place };
}

export function RuleChapter(telling: Telling) {
  const { why, t, at, country, said } = telling;
  const { terms, lines, delivery_country: delivery } = why.story;
  const many = lines.length > 1;
  return (
    <Chapter id="why-rule" title={t('why.rule.title')}>
      {terms.version === null ? (
        <Text>{t('why.rule.none')}</Text>
      ) : (
        <Text>
          {t('why.rule.version', {
            version: terms.version,
            program: terms.program_name,
            from: terms.from === null ? t('why.rule.start') : at(terms.from),
            until: terms.until === null ? t('why.rule.open') : at(terms.until),
          })}{' '}
          {terms.regime === null ? '' : t('why.rule.regime', { country: country(delivery), regime: terms.regime })}
        </Text>
      )}
      {lines.slice(0, LINES_TOLD_MAX).map((line) => (
        <div key={line.line_id} className="why-rule">
          {many ? (
            <Text size="sm" c="dimmed">
              {t('why.rule.line', { line: line.line_id })}
            </Text>
          ) : null}
          <Text fw={500}>{line.sentences.map(said).join(' ')}</Text>
          <Volume {...telling} line={line} />
          {line.category === null || line.rule_text?.includes(' by category {') !== true ? null : (
            <Text size="sm">
              {t('why.rule.category', { category: why.story.names.categories[line.category] ?? line.category })}
            </Text>
          )}
          {line.rule_text === null ? null : <RuleText rule={line.rule_text} category={line.category} t={t} />}
          <Tried why={why} t={t} line={line.line_id} />
        </div>
      ))}
      <TextLink
        size="sm"
        to="/publisher/actions/why"
        search={{ program: why.program, order: why.order_id, open: 'trace' }}
        hash="why-trace"
      >
        {t('why.rule.all')}
      </TextLink>
    </Chapter>
  );
}

function RuleText({
  rule,
  category,
  t,
}: Pick<Telling, 't'> & { readonly rule: string; readonly category: string | null }) {
  return (
    <Code block aria-label={t('why.rule.text')}>
      {ruleLines(rule, category)
        .map((line, place) => ({ ...line, place }))
        .map(({ text, isMeant, place }) => (
          <Fragment key={place}>
            {isMeant ? <mark className="why-rule-line">{text}</mark> : text}
            {'\n'}
          </Fragment>
        ))}
    </Code>
  );
}

/** How far the publisher was, where the rate grows with that. */
function Volume({ line, why, t, formats }: Telling & { readonly line: WhyStoryLine }) {
  const { volume } = line;
  if (volume === null) return null;
  const period = t(`why.rule.period.${volume.per}`);
  return (
    <Text size="sm">
      {volume.counts === 'orders'
        ? t('why.rule.volumeOrders', { count: Number(volume.before), period })
        : t('why.rule.volumeAmount', { amount: formats.money(volume.before, why.story.price.currency), period })}
    </Text>
  );
}

function Tried({ why, t, line }: Pick<Telling, 'why' | 't'> & { readonly line: string }) {
  const tried = why.trace.filter((step) => step.part === 'rules' && step.line_id === line);
  const missed = tried.filter(({ outcome }) => outcome === 'miss').length;
  if (tried.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {missed === 0 ? t('why.rule.first') : t('why.rule.tried', { count: missed })}
    </Text>
  );
}
