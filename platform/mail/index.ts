export { isMailAddress } from './address.ts';
export { createMailer, type Delivery, type Mailer, type MailerOptions, type OutgoingMail } from './mailer.ts';
