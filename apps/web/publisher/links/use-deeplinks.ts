import { useRef, useState } from 'react';
import type { DeeplinkAnswer, DeeplinksAnswer, DeeplinksBody } from '../../../../contract/wire/links.ts';
import { ApiProblem, apiSend, type Problem, type WorkDone } from '../../kit/api/api.ts';

/** As many as the API takes at once. */
const CHUNK = 200;
/** A longer address would have the whole request refused. */
const URL_CHARACTERS_MAX = 4_000;

export interface Made {
  /** What the links were asked for: they belong to nothing else. */
  readonly of: string;
  readonly links: readonly DeeplinkAnswer[];
}

export interface Deeplinks {
  readonly make: (of: string, asked: DeeplinksBody) => void;
  /** `null` while nothing runs. */
  readonly work: WorkDone | null;
  /** Why it stopped; what was made until then is there. */
  readonly problem: Problem | null;
  readonly made: Made | null;
  /** Goes on behind what is made already. */
  readonly goOn: (() => void) | null;
}

interface Task {
  readonly of: string;
  readonly asked: DeeplinksBody;
}

/** Makes links, however many, some at a time; what stops in the middle can go on. */
export function useDeeplinks(): Deeplinks {
  const isRunning = useRef(false);
  const [task, setTask] = useState<Task | null>(null);
  const [work, setWork] = useState<WorkDone | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made, setMade] = useState<Made | null>(null);

  const runFrom = async ({ of, asked }: Task, before: readonly DeeplinkAnswer[]): Promise<void> => {
    // A second click comes before the button is seen to wait.
    if (isRunning.current) return;
    isRunning.current = true;
    setProblem(null);
    const total = asked.urls.length;
    const links = [...before];
    try {
      while (links.length < total) {
        setWork({ done: links.length, total });
        links.push(...(await madeOf({ ...asked, urls: asked.urls.slice(links.length, links.length + CHUNK) })));
        setMade({ of, links: [...links] });
      }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.problem);
    } finally {
      isRunning.current = false;
      setWork(null);
    }
  };
  const isLeft = problem !== null && task !== null && made !== null && made.of === task.of;
  return {
    make: (of, asked) => {
      if (isRunning.current) return;
      const begun = { of, asked };
      setTask(begun);
      setMade(null);
      void runFrom(begun, []);
    },
    ...{ work, problem, made },
    goOn: isLeft ? () => void runFrom(task, made.links) : null,
  };
}

const REFUSED = { link: null, short_link: null, affiliate: null, landing: null, from_app: false } as const;

/** The answers of one request, in the order of its addresses. */
async function madeOf(asked: DeeplinksBody): Promise<readonly DeeplinkAnswer[]> {
  const urls = asked.urls.filter(({ length }) => length <= URL_CHARACTERS_MAX);
  const answers = urls.length === 0 ? [] : await answersOf({ ...asked, urls });
  let next = 0;
  return asked.urls.map((url) => {
    if (url.length > URL_CHARACTERS_MAX) return { ...REFUSED, url, error: { code: 'TOO_LONG', detail: '' } };
    const answer = answers[next];
    next += 1;
    if (answer === undefined) throw new Error('the API answers each address');
    return answer;
  });
}

/** One refused address alone is refused as a request by the API; on the page it is a line like any other. */
async function answersOf(asked: DeeplinksBody): Promise<readonly DeeplinkAnswer[]> {
  try {
    return (await apiSend<DeeplinksAnswer>('POST', '/api/v1/deeplinks', asked)).links;
  } catch (error) {
    const [only = ''] = asked.urls;
    if (!(error instanceof ApiProblem) || error.problem.field !== 'url' || asked.urls.length !== 1) throw error;
    const { code, detail } = error.problem;
    return [{ ...REFUSED, url: only, error: { code, detail } }];
  }
}
