import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';

interface CommitInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  readonly value: string;
  /** What was typed as it is to be written; `null`: it is none, and `problem` is shown. */
  readonly read: (typed: string) => string | null;
  readonly problem: string;
  readonly onCommit: (value: string) => void;
}

/** A field that writes when it is left or Enter is pressed, so that the text never holds half a figure. */
export function CommitInput({ value, read, problem, onCommit, ...props }: CommitInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const commit = () => {
    if (typed === null || typed === value) return setTyped(null);
    const meant = read(typed);
    setWrong(meant === null);
    if (meant === null) return;
    setTyped(null);
    if (meant !== value) onCommit(meant);
  };
  return (
    <TextInput
      {...props}
      value={typed ?? value}
      error={isWrong ? problem : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') {
          setTyped(null);
          setWrong(false);
        }
      }}
    />
  );
}
