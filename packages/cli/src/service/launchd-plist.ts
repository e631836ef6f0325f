import { SERVICE_LABEL as LABEL } from '@mcp-guard/core/service-files';
import type { ServiceLaunch } from './service-launch.js';
import { MARK } from './service-manager.js';
import { writable } from './writable-text.js';

/** Seconds between two starts: launchd knows no failure after which it leaves a program alone. */
const THROTTLE = 30;
const UMASK = 0o077;

/**
 * The agent of a user, launchd.plist(5). launchd limits no memory of a group of programs; the daemon has the limit of
 * its own flags. It has no directive against other rights that would leave servers whole.
 */
export const toPlist = ({
  program,
  args,
  env,
  stopTimeout,
}: ServiceLaunch): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${MARK} -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${[program, ...args].map((text) => `    <string>${escape(text)}</string>\n`).join('')}  </array>
  <key>EnvironmentVariables</key>
  <dict>
${Object.entries(env)
  .map(([name, value]) => `    <key>${escape(name)}</key>\n    <string>${escape(value)}</string>\n`)
  .join('')}  </dict>
  <key>WorkingDirectory</key>
  <string>/</string>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>${THROTTLE}</integer>
  <key>ExitTimeOut</key>
  <integer>${stopTimeout}</integer>
  <key>Umask</key>
  <integer>${UMASK}</integer>
</dict>
</plist>
`;

const escape = (text: string): string =>
  writable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
