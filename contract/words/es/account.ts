/** Entrada, registro, seguridad, miembros. */
export const words = {
  fields: { email: 'Correo electrónico', password: 'Contraseña' },
  signIn: {
    title: 'Entrar',
    lead: 'Por aquí entran publishers, anunciantes y operadores.',
    action: 'Entrar',
    forgotten: 'He olvidado la contraseña',
    register: 'Registrarse',
    look: 'Ver los programas sin entrar',
  },
};
