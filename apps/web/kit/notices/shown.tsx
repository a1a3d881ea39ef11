import '@mantine/notifications/styles.css';
import { Notifications, notifications } from '@mantine/notifications';

export { notifications };

/** The notices of the moment, one upon the other. */
export function Notices() {
  return <Notifications position="bottom-right" />;
}
