import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { type HelpArticle, HelpLink } from './help-link.tsx';

export interface PageProps {
  readonly title: string;
  /** One sentence: what one can do here. */
  readonly lead?: ReactNode;
  /** The article that tells more. */
  readonly help?: HelpArticle;
  /** Buttons that concern the whole page. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What the window is called while this is shown. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tributary`;
  }, [title]);
}

/** A screen: its title (also of the window), what it is for, and what is on it. Focus goes to the title when it opens. */
export function Page({ title, lead, help, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useWindowTitle(title);
  useEffect(() => {
    // Somebody who came by keyboard or screen reader starts at the top of what is new.
    if (document.activeElement === document.body || document.activeElement?.closest('nav') != null)
      heading.current?.focus();
  }, []);
  return (
    <Stack gap="lg" className="page">
      <Group justify="space-between" align="flex-start" gap="md">
        <div className="page-head">
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {lead === undefined ? null : (
            <Text c="dimmed" mt={4} maw="70ch">
              {lead}
            </Text>
          )}
          {help === undefined ? null : <HelpLink article={help} />}
        </div>
        {actions === undefined ? null : <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

/** A part of a page with a heading of its own. */
export function Section(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="section" aria-label={props.title}>
      <Group justify="space-between" align="flex-end" mb="sm" gap="sm">
        <div>
          <Title order={2}>{props.title}</Title>
          {props.lead === undefined ? null : (
            <Text c="dimmed" size="sm" maw="70ch">
              {props.lead}
            </Text>
          )}
        </div>
        {props.actions}
      </Group>
      {props.children}
    </section>
  );
}
