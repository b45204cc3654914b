/** How much a finding matters, least first. */
export const SEVERITIES = ['low', 'medium', 'high'] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface Rule {
  severity: Severity;
  /** What a finding says. */
  title: string;
}

/** What instances are checked for; the function has a check for each of these. */
export const RULES: Record<string, Rule> = {
  'open-admin-port': { severity: 'high', title: 'An administration port is open to the internet' },
  'metadata-v1': { severity: 'high', title: 'The metadata service answers without a token' },
  'unencrypted-volume': { severity: 'high', title: 'A volume is not encrypted' },
  'public-address': { severity: 'medium', title: 'The instance has a public address' },
  'no-profile': { severity: 'medium', title: 'The instance has no instance profile' },
  'missing-tags': { severity: 'low', title: 'Required tags are missing' },
  'basic-monitoring': { severity: 'low', title: 'Detailed monitoring is off' },
};
