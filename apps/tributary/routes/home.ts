/** What a program finds that opens the bare address: where to go on. People get a page there. */
export const homeAnswer = {
  name: 'Tributary',
  api_description: '/api/openapi.json',
  programs: '/api/v1/programs',
  token: '/api/token/',
  health: '/health',
} as const;
