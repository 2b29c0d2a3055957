/**
 * What the server's window says at every start until an owner has said that the master key is kept (V5). It holds no part
 * of the key: a window may be a journal.
 */
export function masterKeyNotice({ file, isNew }: { file: string; isNew: boolean }): string[] {
  return [
    isNew ? `主密钥已生成：${file}` : `主密钥还没有另存：${file}`,
    '  没有它，数据库里的聊天和电话谁也读不出来。请另存一份，不要和数据放在同一块硬盘：',
    '  店主在「设置 → 主密钥」打印恢复码，或把该文件复制到 U 盘;存好后在那里点「已保存」，这条提醒就会消失。',
    isNew ? `A master key was made: ${file}` : `The master key is not kept apart yet: ${file}`,
    '  Without it nobody can read the chats and phones in the database. Keep a copy on another disk than the data:',
    '  the owner prints the recovery form under Settings → Master key, or copies the file to a USB stick, and then taps “Kept”.',
  ]
}
