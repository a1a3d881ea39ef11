import { clicksTexts } from './clicks.ts';
import { httpTexts } from './http.ts';

export const texts = { ...httpTexts, ...clicksTexts };
