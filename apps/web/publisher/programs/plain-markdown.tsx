import { Anchor, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** What rules use of Markdown within a line: bold, code and links; everything else stays text, so nothing can be smuggled in (T-10). */
const MARKS = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\(((?:https:\/\/|\/(?!\/))[^)\s]*)\)/g;

export function PlainMarkdown({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <Text key={paragraph} mb={4}>
          {inline(paragraph)}
        </Text>
      ))}
    </>
  );
}

export function inline(text: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let done = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, bold, code, label, address] = match;
    nodes.push(text.slice(done, match.index));
    done = match.index + whole.length;
    if (bold !== undefined) nodes.push(<strong key={done}>{bold}</strong>);
    else if (code !== undefined) nodes.push(<Code key={done}>{code}</Code>);
    else
      nodes.push(
        <Anchor key={done} href={address} inherit underline="always">
          {label}
        </Anchor>,
      );
  }
  nodes.push(text.slice(done));
  return nodes;
}
