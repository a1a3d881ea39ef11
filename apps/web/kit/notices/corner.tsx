import type { NotificationData } from '@mantine/notifications';
import { lazy, Suspense, useEffect, useState } from 'react';

const load = () => import('./shown.tsx');
const Shown = lazy(() => load().then(({ Notices }) => ({ default: Notices })));

let begin = (): void => undefined;

/** Where notices appear. What shows them loads when there is the first. */
export function NoticeCorner() {
  const [isNeeded, setIsNeeded] = useState(false);
  useEffect(() => {
    begin = () => setIsNeeded(true);
  }, []);
  return isNeeded ? (
    <Suspense>
      <Shown />
    </Suspense>
  ) : null;
}

export async function showNotice(notice: NotificationData): Promise<void> {
  begin();
  const { notifications } = await load();
  notifications.show(notice);
}
