import { readFileSync } from 'node:fs'
import { BufferSource, EncodedPacketSink, Input, type InputTrack, MP4, QTFF, WEBM } from 'mediabunny'
import { describe, expect, test } from 'vitest'
import { rewriteApart } from './apart.ts'
import { type Clip, rewrite } from './rewrite.ts'

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../../test/fixtures/clips/${name}`, import.meta.url))
const phone = fixture('phone.mov')
const webm = fixture('clip.webm')
/** What stands in the fixtures and nobody may learn from what is kept. */
const told = ['30.2489', 'ferry', 'ISO6709', 'gpmd', 'x264', 'Lavf']

async function kept(bytes: Buffer): Promise<Clip> {
  const clip = await rewrite(bytes)
  if (typeof clip === 'string') throw new Error(clip)
  return clip
}
async function tracksOf(bytes: Uint8Array): Promise<InputTrack[]> {
  return new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM] }).getTracks()
}
async function packetsOf(track: InputTrack | undefined): Promise<{ timestamp: number; size: number }[]> {
  const packets: { timestamp: number; size: number }[] = []
  if (track) for await (const { timestamp, data } of new EncodedPacketSink(track).packets()) packets.push({ timestamp, size: data.length })
  return packets
}
/** The bytes with four of them, `after` bytes behind a box's name, made into a number. */
function lying(box: string, after: number, number: number): Buffer {
  const bytes = Buffer.from(phone)
  bytes.writeUInt32BE(number, bytes.indexOf(box) + after)
  return bytes
}

describe('what is kept', () => {
  test('F11 a phone’s video becomes an MP4 that begins with its table, pictures and sound as they were, turned as it was', async () => {
    const clip = await kept(phone)
    expect([clip.container, clip.seconds]).toEqual(['mp4', 1])
    const bytes = Buffer.from(clip.bytes)
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
    const [video, audio, more] = await tracksOf(clip.bytes)
    const [before, sound] = await tracksOf(phone)
    expect([await video?.getCodecParameterString(), await audio?.getCodec(), more]).toEqual(['avc1.4d400c', 'aac', undefined])
    const turned = async (track?: InputTrack) => track?.isVideoTrack() && (await track.getRotation())
    expect([await turned(video), await turned(before)]).toEqual([270, 270])
    const [now, then] = [await packetsOf(video), await packetsOf(before)]
    expect(now.map(({ timestamp }) => timestamp)).toEqual(then.map(({ timestamp }) => timestamp))
    // Only the first picture held user data.
    expect(now.slice(1)).toEqual(then.slice(1))
    // Sound before the beginning, which an AAC encoder primes with, was never heard.
    expect(await packetsOf(audio)).toEqual((await packetsOf(sound)).slice(1))
  })

  test('F11 a WebM stays one', async () => {
    const clip = await kept(webm)
    expect([clip.container, clip.seconds]).toEqual(['webm', 1.007])
    const [video, audio] = await tracksOf(clip.bytes)
    expect([await video?.getCodec(), await audio?.getCodec()]).toEqual(['vp8', 'opus'])
    const [before] = await tracksOf(webm)
    expect(await packetsOf(video)).toEqual(await packetsOf(before))
  })

  test('F11 no place, comment, further track, encoder’s word is left', async () => {
    for (const source of [phone, webm]) {
      expect(told.filter((text) => source.includes(text)).length).toBeGreaterThan(1)
      const clip = await kept(source)
      expect(told.filter((text) => Buffer.from(clip.bytes).includes(text))).toEqual([])
    }
    expect(told.filter((text) => phone.includes(text) || webm.includes(text))).toEqual(told)
  })
})

describe('what is refused', () => {
  test('F10 what some browser doesn’t play: HEVC', async () => expect(await rewrite(fixture('iphone-hevc.mov'))).toBe('clipType'))

  test('F10 what lasts longer than a minute', async () => expect(await rewrite(fixture('long.mp4'))).toBe('clipLong'))

  test('F10 what is larger than any screen', async () => {
    // The sample entry's width and height: 24 bytes behind its name (ISO/IEC 14496-12, 12.1.3).
    expect(await rewrite(lying('avc1', 28, (8192 << 16) | 120))).toBe('clipType')
    expect(await rewrite(lying('avc1', 28, (160 << 16) | 120))).toMatchObject({ seconds: 1 })
  })

  test('F10 sound that plays nowhere', async () => {
    const bytes = Buffer.from(phone)
    bytes.write('samr', bytes.indexOf('mp4a'), 'latin1')
    bytes.write('free', bytes.indexOf('wave'), 'latin1') // where QuickTime says again what it is
    expect(await rewrite(bytes)).toBe('clipType')
  })

  test('F12 a clip cut short anywhere is broken', async () => {
    for (let end = 64; end < phone.length - 200; end += 97) expect(await rewrite(phone.subarray(0, end))).toBe('fileBroken')
  })

  test('F12 tables that name the same bytes again and again', async () => {
    const bytes = lying('stsz', 8, 4000)
    const chunks = bytes.indexOf('stco')
    for (let chunk = 0; chunk < bytes.readUInt32BE(chunks + 8); chunk++) bytes.writeUInt32BE(64, chunks + 12 + 4 * chunk)
    expect(await rewrite(bytes)).toBe('fileBroken')
  })
})

// Starting a process takes its time while everything else is tested.
describe('in a process of its own', { timeout: 30_000 }, () => {
  test('F12 a table that claims 2³² pictures ends by its memory', async () => {
    expect(await rewriteApart(lying('stts', 12, 0xffff_ffff))).toBe('fileBroken')
  })

  test('F12 a table that would be read for minutes ends by its time', async () => {
    expect(await rewriteApart(lying('ctts', 12, 0xffff_ffff), 1500)).toBe('fileBroken')
  })

  test('F12 a clip comes back as it would without', async () => {
    const [clip, same] = [await rewriteApart(webm), await kept(webm)]
    expect(clip).toMatchObject({ container: 'webm', seconds: 1.007 })
    expect(typeof clip !== 'string' && clip.bytes.length).toBe(same.bytes.length)
  })
})
