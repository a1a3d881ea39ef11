import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CheckAnswer, DraftAnswer, TermsFinding, WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { ApiProblem, apiSend, type Problem } from '../../kit/api/api.ts';
import { oneAtATime } from '../../kit/api/one-at-a-time.ts';

const CHECK_AFTER_MS = 400;
const SAVE_AFTER_MS = 1_200;

export type SaveState = 'same' | 'first' | 'unsaved' | 'saving' | 'saved' | 'conflict' | 'failed';

export interface Draft {
  readonly text: string;
  readonly basedOn: number;
  readonly setText: (text: string) => void;
  readonly findings: readonly TermsFinding[];
  readonly isChecking: boolean;
  readonly saveState: SaveState;
  /** Why it could not be saved, where that failed. */
  readonly problem: Problem | null;
  /** Saves what waits; resolves when it is there. */
  readonly flush: () => Promise<void>;
  /** Nothing of it shall be saved any more. */
  readonly drop: () => void;
}

/** What a person is writing: checked while he types, saved when he pauses. */
export function useDraft(workspace: WorkspaceAnswer, mayWrite: boolean): Draft {
  const { program, current, draft, starter } = workspace;
  const begin = draft?.text ?? current?.text ?? starter;
  const [text, setText] = useState(begin);
  const basedOn = draft?.based_on ?? current?.publication ?? 0;
  const path = `/api/v1/programs/${program.code}/terms`;
  const check = useCheck(path, text, mayWrite);
  const save = useSaving({ path, text, saved: begin, basedOn, revision: draft?.revision ?? 0, mayWrite });
  const isUntouched = draft === null && text === begin;
  const saveState = isUntouched ? (current === null ? 'first' : 'same') : save.state;
  return { text, basedOn, setText, ...check, saveState, problem: save.problem, flush: save.flush, drop: save.drop };
}

function useCheck(path: string, text: string, isOn: boolean): Pick<Draft, 'findings' | 'isChecking'> {
  const [checked, setChecked] = useState<{ readonly text: string; readonly findings: readonly TermsFinding[] } | null>(
    null,
  );
  useEffect(() => {
    if (!isOn) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await apiSend<CheckAnswer>('POST', `${path}/check`, { text }).catch(() => null);
      if (isCurrent && answer !== null) setChecked({ text, findings: answer.findings });
    }, CHECK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [path, text, isOn]);
  return { findings: checked?.findings ?? NONE, isChecking: isOn && checked?.text !== text };
}

const NONE: readonly TermsFinding[] = [];

interface Saving {
  readonly path: string;
  readonly text: string;
  readonly saved: string;
  readonly basedOn: number;
  readonly revision: number;
  readonly mayWrite: boolean;
}

function useSaving({ path, text, saved, basedOn, revision, mayWrite }: Saving) {
  const client = useQueryClient();
  const known = useRef({ text: saved, revision });
  const latest = useRef(text);
  latest.current = text;
  const [state, setState] = useState<SaveState>('saved');
  const [problem, setProblem] = useState<Problem | null>(null);

  const once = useCallback(async (): Promise<void> => {
    const sent = latest.current;
    if (!mayWrite || sent === known.current.text) return;
    setState('saving');
    try {
      const body = { text: sent, based_on: basedOn, revision: known.current.revision };
      const answer = await apiSend<DraftAnswer>('PUT', `${path}/draft`, body);
      known.current = { text: sent, revision: answer.revision };
      client.setQueryData<WorkspaceAnswer>([`${path}/workspace`, {}], (before) =>
        before === undefined ? before : { ...before, draft: answer },
      );
      setState(latest.current === sent ? 'saved' : 'unsaved');
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const isConflict = error.problem.code === 'draft_conflict';
      setState(isConflict ? 'conflict' : 'failed');
      setProblem(isConflict ? null : error.problem);
    }
  }, [client, path, basedOn, mayWrite]);

  // One after another: two at a time would both build on the same revision, and the second would be refused as somebody else's.
  const flush = useMemo(() => oneAtATime(once), [once]);

  useEffect(() => {
    if (text === known.current.text) return;
    setState((present) => (present === 'conflict' ? present : 'unsaved'));
    const timer = setTimeout(flush, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, flush]);
  // Who leaves before the pause keeps what he typed.
  useEffect(() => () => void flush(), [flush]);
  const drop = (): void => {
    known.current = { ...known.current, text: latest.current };
  };
  return { state, problem, flush, drop };
}
