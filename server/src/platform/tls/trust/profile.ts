import { createHash, X509Certificate } from 'node:crypto'

export const PROFILE_TYPE = 'application/x-apple-aspen-config'
export const CERTIFICATE_TYPE = 'application/x-x509-ca-cert'

/** The authority in DER, as phones download it (`/trust/ca.crt`, CERTIFICATE_TYPE). */
export function caBytes(caPem: string): Buffer {
  return new X509Certificate(caPem).raw
}

/**
 * Apple's configuration profile with the authority as its only payload (`/trust/bobber.mobileconfig`, PROFILE_TYPE).
 * Its ids come from the certificate: the same authority replaces itself, another one stands beside it (T9).
 */
export function mobileconfig(caPem: string): string {
  const der = caBytes(caPem)
  const id = createHash('sha256').update(der).digest('hex')
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>bobber.lan.${id.slice(0, 16)}</string>
  <key>PayloadUUID</key><string>${uuid(id.slice(0, 32))}</string>
  <key>PayloadDisplayName</key><string>浮漂 Bobber</string>
  <key>PayloadDescription</key><string>让这台设备信任本店的服务器，只对店内网络有效。 Trusts this shop’s server, on its own network only.</string>
  <key>PayloadRemovalDisallowed</key><false/>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>bobber.lan.${id.slice(0, 16)}.root</string>
      <key>PayloadUUID</key><string>${uuid(id.slice(32))}</string>
      <key>PayloadDisplayName</key><string>浮漂 Bobber</string>
      <key>PayloadCertificateFileName</key><string>bobber.crt</string>
      <key>PayloadContent</key>
      <data>
${lines}
      </data>
    </dict>
  </array>
</dict>
</plist>
`
}

function uuid(hex: string): string {
  const [, a, b, c, d, e] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex) ?? []
  return [a, b, c, d, e].join('-').toUpperCase()
}
