import './steps.css';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../kit/page/page.tsx';
import { Waiting } from '../../kit/page/states.tsx';
import { type NextStep, stationOf, stations } from './next-step.ts';
import { StepToDo } from './next-step-hint.tsx';

/** The way to the first order: what is done, what comes next, what is left. */
export function FirstSteps({ next }: { readonly next: NextStep | null }) {
  const { t } = useTranslation('publisher');
  const now = next === null ? 0 : stations.indexOf(stationOf(next));
  return (
    <Section title={t('steps.title')} lead={t('steps.lead')}>
      {next === null ? (
        <Waiting rows={stations.length} />
      ) : (
        <ol className="steps-list">
          {stations.map((station, index) => {
            const state = index < now ? 'done' : index === now ? 'now' : 'later';
            return (
              <li key={station} className={`step-${state}`} {...(state === 'now' ? { 'aria-current': 'step' } : {})}>
                <span className="step-mark" aria-hidden="true">
                  {state === 'done' ? '✓' : index + 1}
                </span>
                <div>
                  <Text fw={state === 'now' ? 600 : 400} {...(state === 'now' ? {} : { c: 'dimmed' })}>
                    {t(`steps.name.${station}`)}
                    {state === 'done' ? <span className="visually-hidden"> ({t('steps.done')})</span> : null}
                  </Text>
                  {state === 'now' ? <StepToDo next={next} /> : null}
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}
