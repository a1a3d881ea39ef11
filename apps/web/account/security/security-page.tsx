import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondFactor } from '../../../../contract/wire/person.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RecoveryCodes, RecoverySection } from './recovery-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { TotpSection } from './totp-section.tsx';

/** How a person proves to be who they are, and where they are signed in. */
export function SecurityPage() {
  const { t } = useTranslation('account');
  const factors = useApi<SecondFactor>('/api/v1/person/second-factor');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Page title={t('security.title')} help="account" lead={t('security.lead')}>
      <PasswordSection />
      <Section title={t('security.secondFactor')} lead={t('security.secondFactorWhy')}>
        <Loaded query={factors}>
          {(found) => (
            <>
              <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />
              <TotpSection isOn={found.totp} onCodes={setCodes} />
              <PasskeysSection passkeys={found.passkeys} onCodes={setCodes} />
              {found.methods.length === 0 ? null : (
                <RecoverySection left={found.recovery_codes_left} onCodes={setCodes} />
              )}
            </>
          )}
        </Loaded>
      </Section>
      <SessionsSection />
    </Page>
  );
}
