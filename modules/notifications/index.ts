export { whoWants } from './choice-store.ts';
export { type DeliverDeps, deliverMails, forgetOldMails } from './deliver.ts';
export { mailRoutes } from './mail-routes.ts';
export { mailSettingsRoutes } from './mail-settings-routes.ts';
export { mailTotals } from './mail-totals.ts';
export { noticeRoutes } from './notice-routes.ts';
export { takeNoticesToMail } from './notice-store.ts';
export { type NewNotice, notify } from './notify.ts';
export { type MailOutbox, mailOutbox } from './outbox.ts';
