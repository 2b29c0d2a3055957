import { button, certificate, choice, phone, row, switched, windowOf, words } from './pictures.ts'

export type Locale = 'zh' | 'en'
export type Kind = 'iphone' | 'android' | 'windows'

export interface Step {
  readonly picture: string
  readonly text: string
}

export interface Guide {
  readonly kind: Kind
  readonly title: string
  /** What to download first. */
  readonly file: { readonly href: string; readonly text: string }
  readonly steps: readonly [Step, Step, Step]
}

const PROFILE = '/trust/bobber.mobileconfig'
const CERTIFICATE = '/trust/ca.crt'

/** Three steps each. Menu names as the systems spell them; makers of Android phones differ, so the words to search for are given. */
export function guides(locale: Locale): Guide[] {
  return locale === 'zh' ? chinese() : english()
}

function chinese(): Guide[] {
  return [
    {
      kind: 'iphone',
      title: 'iPhone 和 iPad',
      file: { href: PROFILE, text: '下载描述文件' },
      steps: [
        {
          text: '用 Safari 打开本页，点「下载描述文件」，再点「允许」。',
          picture: phone('Safari 询问是否下载描述文件，点允许', [
            certificate(),
            words('此网站正尝试下载配置描述文件'),
            row('忽略', { deep: false }),
            button('允许'),
          ]),
        },
        {
          text: '打开「设置」，点最上面的「已下载描述文件」，点「安装」并输入锁屏密码。',
          picture: phone('设置里点已下载描述文件，再点安装', [
            words('设置'),
            row('已下载描述文件', { here: true }),
            row('通用'),
            words('描述文件：浮漂 Bobber'),
            button('安装'),
          ]),
        },
        {
          text: '「设置 → 通用 → 关于本机 → 证书信任设置」，打开「浮漂 Bobber」的开关。',
          picture: phone('证书信任设置里打开浮漂的开关', [
            words('通用 › 关于本机'),
            row('证书信任设置', { here: true }),
            words('针对根证书启用完全信任'),
            switched('浮漂 Bobber'),
          ]),
        },
      ],
    },
    {
      kind: 'android',
      title: '安卓手机(华为、小米、OPPO、vivo、三星……)',
      file: { href: CERTIFICATE, text: '下载证书' },
      steps: [
        {
          text: '用手机自带的浏览器或 Chrome 打开本页，点「下载证书」。',
          picture: phone('浏览器下载证书文件', [certificate(), words('ca.crt'), row('取消', { deep: false }), button('下载')]),
        },
        {
          text: '打开「设置」，搜索「CA 证书」或「安装证书」，选「CA 证书」，再选「仍然安装」。',
          picture: phone('设置里搜索并选择 CA 证书', [
            words('设置 › 搜索：证书'),
            row('CA 证书', { here: true }),
            row('VPN 和应用用户证书'),
            row('WLAN 证书'),
          ]),
        },
        {
          text: '在「下载」里选刚才的 ca.crt,看到「已安装 CA 证书」就好了。',
          picture: phone('选择 ca.crt 文件，完成安装', [
            words('最近 › 下载'),
            row('ca.crt', { here: true, deep: false }),
            certificate(),
            words('已安装 CA 证书'),
          ]),
        },
      ],
    },
    {
      kind: 'windows',
      title: 'Windows 电脑',
      file: { href: CERTIFICATE, text: '下载证书' },
      steps: [
        {
          text: '点「下载证书」，双击打开，点「安装证书…」，选「当前用户」。',
          picture: windowOf('证书窗口，点安装证书', '证书', [certificate(), words('颁发给：浮漂 Bobber'), button('安装证书…')]),
        },
        {
          text: '选「将所有的证书都放入下列存储」，点「浏览…」，选「受信任的根证书颁发机构」。',
          picture: windowOf('选择受信任的根证书颁发机构', '证书导入向导', [
            choice('自动选择证书存储'),
            choice('放入下列存储', true),
            row('受信任的根证书颁发机构', { here: true, deep: false }),
            button('浏览…'),
          ]),
        },
        {
          text: '点「完成」，安全警告点「是」，然后重新打开浏览器。',
          picture: windowOf('安全警告里点是', '安全警告', [certificate(), words('要安装此证书吗？'), button('是')]),
        },
      ],
    },
  ]
}

function english(): Guide[] {
  return [
    {
      kind: 'iphone',
      title: 'iPhone and iPad',
      file: { href: PROFILE, text: 'Download the profile' },
      steps: [
        {
          text: 'Open this page in Safari, tap “Download the profile”, then “Allow”.',
          picture: phone('Safari asks whether to download the profile; tap Allow', [
            certificate(),
            words('Download a configuration profile?'),
            row('Ignore', { deep: false }),
            button('Allow'),
          ]),
        },
        {
          text: 'Open Settings, tap “Profile Downloaded” at the top, tap “Install” and enter your passcode.',
          picture: phone('In Settings tap Profile Downloaded, then Install', [
            words('Settings'),
            row('Profile Downloaded', { here: true }),
            row('General'),
            words('Profile: 浮漂 Bobber'),
            button('Install'),
          ]),
        },
        {
          text: 'Settings → General → About → Certificate Trust Settings: switch “浮漂 Bobber” on.',
          picture: phone('In Certificate Trust Settings switch Bobber on', [
            words('General › About'),
            row('Certificate Trust', { here: true }),
            words('Enable full trust'),
            switched('浮漂 Bobber'),
          ]),
        },
      ],
    },
    {
      kind: 'android',
      title: 'Android phones',
      file: { href: CERTIFICATE, text: 'Download the certificate' },
      steps: [
        {
          text: 'Open this page in Chrome or the phone’s own browser and tap “Download the certificate”.',
          picture: phone('The browser downloads the certificate', [
            certificate(),
            words('ca.crt'),
            row('Cancel', { deep: false }),
            button('Download'),
          ]),
        },
        {
          text: 'Open Settings, search for “CA certificate”, choose it, then “Install anyway”.',
          picture: phone('In Settings search for CA certificate', [
            words('Settings › search: certificate'),
            row('CA certificate', { here: true }),
            row('VPN & app user'),
            row('Wi-Fi certificate'),
          ]),
        },
        {
          text: 'Choose ca.crt among the downloads. “CA certificate installed” means done.',
          picture: phone('Choose the file ca.crt', [
            words('Recent › Downloads'),
            row('ca.crt', { here: true, deep: false }),
            certificate(),
            words('CA certificate installed'),
          ]),
        },
      ],
    },
    {
      kind: 'windows',
      title: 'Windows',
      file: { href: CERTIFICATE, text: 'Download the certificate' },
      steps: [
        {
          text: 'Download the certificate, open it, click “Install Certificate…”, choose “Current User”.',
          picture: windowOf('The certificate’s window; click Install Certificate', 'Certificate', [
            certificate(),
            words('Issued to: 浮漂 Bobber'),
            button('Install…'),
          ]),
        },
        {
          text: 'Choose “Place all certificates in the following store”, “Browse…”, “Trusted Root Certification Authorities”.',
          picture: windowOf('Choose Trusted Root Certification Authorities', 'Certificate Import', [
            choice('Select automatically'),
            choice('Following store', true),
            row('Trusted Root Authorities', { here: true, deep: false }),
            button('Browse…'),
          ]),
        },
        {
          text: 'Click “Finish”, answer the warning with “Yes”, and reopen the browser.',
          picture: windowOf('Answer the security warning with Yes', 'Security Warning', [
            certificate(),
            words('Install this certificate?'),
            button('Yes'),
          ]),
        },
      ],
    },
  ]
}
