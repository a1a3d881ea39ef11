import { Alert } from '@mantine/core';
import type { NotificationData } from '@mantine/notifications';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

const load = () => import('./shown.tsx');
const Shown = lazy(() => load().then(({ Notices }) => ({ default: Notices })));

let begin = (): void => undefined;
let sayPlainly = (_notice: NotificationData): void => undefined;

/** Where notices appear. What shows them loads when there is the first; where it does not come, the last of them stands there plainly. */
export function NoticeCorner() {
  const [isNeeded, setIsNeeded] = useState(false);
  const [plain, setPlain] = useState<NotificationData | null>(null);
  useEffect(() => {
    begin = () => setIsNeeded(true);
    sayPlainly = setPlain;
  }, []);
  if (plain !== null) return <Plain notice={plain}>{plain.message}</Plain>;
  return isNeeded ? (
    <Suspense>
      <Shown />
    </Suspense>
  ) : null;
}

function Plain({ notice, children }: { readonly notice: NotificationData; readonly children: ReactNode }) {
  return (
    <Alert role="status" className="plain-notice" {...(notice.color === undefined ? {} : { color: notice.color })}>
      {children}
    </Alert>
  );
}

export async function showNotice(notice: NotificationData): Promise<void> {
  const shown = await load().catch(() => null);
  if (shown === null) return sayPlainly(notice);
  begin();
  shown.notifications.show(notice);
}
