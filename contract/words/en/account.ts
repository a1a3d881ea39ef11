/** Sign-in, registration, security, members. */
export const words = {
  fields: { email: 'E-mail address', password: 'Password' },
  signIn: {
    title: 'Sign in',
    lead: 'Publishers, advertisers and operators enter here.',
    action: 'Sign in',
    forgotten: 'Forgotten password',
    register: 'Register',
    look: 'Look at the programs without signing in',
  },
};
