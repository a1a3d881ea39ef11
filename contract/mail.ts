/** The mails that the network sends, and what each must be given. `link` is a path of ours, from its first `/` on: see `SendMail`. */
export const mailFields = {
  confirm_mail: ['link', 'hours'],
  reset_password: ['link', 'hours'],
  invitation: ['link', 'organisation', 'inviter', 'days'],
  password_changed: ['at'],
  mail_changed: ['at', 'mail'],
  role_changed: ['at', 'organisation', 'role'],
  second_factor_added: ['at', 'method'],
  second_factor_removed: ['at', 'method'],
  recovery_codes_renewed: ['at'],
  recovery_code_used: ['at', 'left'],
  sessions_ended: ['at'],
  member_removed: ['at', 'organisation'],
  application_made: ['at', 'organisation', 'application', 'by'],
  application_ended: ['at', 'organisation', 'application', 'by'],
  program_keys_renewed: ['at', 'program', 'by'],
  terms_changed: ['at', 'program', 'link', 'person'],
  rules_changed: ['program', 'version', 'link', 'person'],
  rules_announced: ['at', 'program', 'version', 'link', 'person'],
  notices: ['topic', 'count', 'link', 'person'],
  sign_in_new_device: ['at', 'device', 'address'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MailKind = keyof typeof mailFields;

/**
 * A mail to be stored in the transaction of what it tells, and delivered later. `data` has the fields that `mailFields` names for its
 * kind: `link` such as `/app/confirm?token=…` (the network puts its own address before it, so that no mail leads elsewhere), `hours` and
 * `days` are whole numbers until the link ends, `at` is an instant (ISO 8601, UTC), `role`, `method`
 * and `topic` are keys of `names` in the words of mails; everything else is shown as text and nothing else.
 */
export interface SendMail {
  readonly to: string;
  /** Whose affair it is; `null` before somebody belongs to an organisation. */
  readonly orgId: string | null;
  readonly locale: 'en' | 'ru' | 'es';
  readonly kind: MailKind;
  readonly data: Readonly<Record<string, string>>;
}
