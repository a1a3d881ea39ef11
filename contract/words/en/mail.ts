/** The mails of the network. `{{name}}` is filled in; `_one`, `_few`, `_many`, `_other` go by `hours` or `days`. */
export const words = {
  confirm_mail: {
    subject: 'Confirm your e-mail address',
    lead: 'Please confirm that this address is yours. After that you can use your account.',
    action: 'Confirm the address',
    until_one: 'The link works for {{count}} hour.',
    until_other: 'The link works for {{count}} hours.',
    notYou: 'If you have not registered, you need to do nothing: without your confirmation the address is not used.',
  },
  reset_password: {
    subject: 'Choose a new password',
    lead: 'Somebody, most likely you, asked for a new password for this address.',
    action: 'Choose a new password',
    until_one: 'The link works once, within {{count}} hour.',
    until_other: 'The link works once, within {{count}} hours.',
    notYou: 'If it was not you, you need to do nothing: your password stays as it is.',
  },
  invitation: {
    subject: 'You are invited to {{organisation}}',
    lead: '{{inviter}} invites you to work for {{organisation}} in the network.',
    action: 'Accept the invitation',
    until_one: 'The invitation is open for {{count}} day.',
    until_other: 'The invitation is open for {{count}} days.',
    notYou: 'If you do not know the sender, you need to do nothing.',
  },
  password_changed: {
    subject: 'Your password was changed',
    lead: 'The password of your account was changed on {{at}}.',
    notYou: 'If it was not you, choose a new password at once and end every session that you do not know.',
  },
  mail_changed: {
    subject: 'The e-mail address of your account was changed',
    lead: 'On {{at}} the address of your account was changed to {{mail}}. This address is not used for it any more.',
    notYou: 'If it was not you, tell the operator of the network at once.',
  },
  role_changed: {
    subject: 'Your role in {{organisation}} was changed',
    lead: 'On {{at}} your role in {{organisation}} was changed. You are now: {{role}}.',
    notYou: 'If you did not expect this, ask the owners of your organisation.',
  },
  second_factor_added: {
    subject: 'A second factor was added to your account',
    lead: 'On {{at}} a second factor was added to your account: {{method}}. Signing in asks for it from now on.',
    notYou: 'If it was not you, change your password at once and remove what you do not know.',
  },
  second_factor_removed: {
    subject: 'A second factor was removed from your account',
    lead: 'On {{at}} a second factor was removed from your account: {{method}}.',
    notYou: 'If it was not you, change your password at once and end every session that you do not know.',
  },
  recovery_codes_renewed: {
    subject: 'Your recovery codes were renewed',
    lead: 'On {{at}} new recovery codes were made for your account. Those of before are void.',
    notYou: 'If it was not you, change your password at once and end every session that you do not know.',
  },
  recovery_code_used: {
    subject: 'A recovery code was used',
    lead: 'On {{at}} your account was signed in to with a recovery code. Codes that are left: {{left}}.',
    notYou: 'If it was not you, change your password at once and make new recovery codes.',
  },
  sessions_ended: {
    subject: 'You were signed out everywhere',
    lead: 'On {{at}} the operator of the network ended every session of your account. Sign in again to go on.',
    notYou: 'If you do not know why, ask the operator of the network.',
  },
  member_removed: {
    subject: 'You do not work in {{organisation}} any more',
    lead: 'On {{at}} your access to {{organisation}} was taken away. You cannot sign in with this address any more.',
    notYou: 'If you did not expect this, ask the owners of your organisation.',
  },
  terms_changed: {
    subject: 'The terms of {{program}} change',
    lead: '{{program}} has published new terms. The next change comes into force on {{at}}.',
    action: 'Read the terms',
    notYou: 'You get this mail because your organisation works with the program.',
  },
  notices: {
    subject: 'New notices about {{topic}}',
    lead: 'There are new notices about {{topic}} that nobody in your organisation has read: {{count}}.',
    action: 'Read them',
    notYou: 'You get this mail because you work for an organisation of the network.',
  },
  rules_changed: {
    subject: 'The rules of {{program}} have changed',
    lead: '{{program}} has published version {{version}} of its rules. They are in force now; who goes on working with the program goes on by them.',
    action: 'Read what changed',
    notYou: 'You get this mail because your organisation works with the program.',
  },
  names: {
    topic: {
      applications: 'applications and ad spaces',
      conduct: 'rules, sanctions and quality of traffic',
      orders: 'corrected orders and deductions',
      programs: 'terms and rules of programs',
    },
    role: { owner: 'owner', manager: 'manager', finance: 'finance', viewer: 'viewer' },
    method: { totp: 'authenticator app', passkey: 'passkey' },
  },
  sign_in_new_device: {
    subject: 'Sign-in from a new device',
    lead: 'Your account was signed in to on {{at}} from a device that was not used before: {{device}}, address {{address}}.',
    notYou: 'If it was not you, change your password at once and end every session that you do not know.',
  },
  greeting: 'Hello,',
  unsubscribe: 'Switch off mails of this kind',
  copyLink: 'If the button does not work, copy this address into your browser:',
  footer: 'This mail was sent by the network at {{network}}. It cannot be answered.',
};
