import { landingNet, seatBox } from './box-and-net.ts'
import { assistantAvatar, type AvatarLook, avatar } from './avatars.ts'
import { airMat, blanketBag, downBag, foamMat } from './bedding.ts'
import { foldingChair, lantern, remoteStove, snowshoes } from './camp.ts'
import type { Canvas } from './canvas.ts'
import { baitcaster } from './casting-reel.ts'
import { heroAtDawn, heroAtDusk } from './hero.ts'
import { seaSpinningReel, smallSpinningReel } from './reels.ts'
import { castingLureRod, gripCloseUp, guideCloseUp, handPole, rockRod, shoreSet, spinningLureRod, streamPole } from './rods.ts'
import { floatOnWater, floats, hooks, mainLine } from './small-tackle.ts'
import { canopy, domeTent, domeTentAtNight, pyramidTent } from './tents.ts'

export type Picture = { path: string; width: number; height: number; draw: (canvas: Canvas) => string }

const product = (name: string, draw: Picture['draw']): Picture => ({
  path: `tackle-shop/pics/${name}.webp`,
  width: 1200,
  height: 1200,
  draw,
})

const banner = (name: string, draw: Picture['draw']): Picture => ({ path: `tackle-shop/${name}.webp`, width: 1600, height: 700, draw })

const face = (name: string, draw: Picture['draw']): Picture => ({ path: `brand/avatars/${name}.svg`, width: 512, height: 512, draw })

const role = (name: string, look: AvatarLook): Picture => face(name, (canvas) => avatar(canvas, look))

export const pictures: readonly Picture[] = [
  product('lure-rod-spinning', spinningLureRod),
  product('lure-rod-spinning-2', gripCloseUp),
  product('lure-rod-casting', castingLureRod),
  product('hand-pole', handPole),
  product('stream-pole', streamPole),
  product('rock-rod', rockRod),
  product('shore-rod-set', shoreSet),
  product('shore-rod-set-2', guideCloseUp),
  product('spinning-reel-2500', smallSpinningReel),
  product('spinning-reel-6000', seaSpinningReel),
  product('baitcasting-reel', baitcaster),
  product('main-line', mainLine),
  product('hooks', hooks),
  product('floats', floats),
  product('floats-2', floatOnWater),
  product('seat-box', seatBox),
  product('landing-net', landingNet),
  product('dome-tent', domeTent),
  product('dome-tent-2', domeTentAtNight),
  product('pyramid-tent', pyramidTent),
  product('canopy', canopy),
  product('down-bag', downBag),
  product('blanket-bag', blanketBag),
  product('air-mat', airMat),
  product('foam-mat', foamMat),
  product('folding-chair', foldingChair),
  product('remote-stove', remoteStove),
  product('lantern', lantern),
  product('snowshoes', snowshoes),
  banner('hero-dawn', heroAtDawn),
  banner('hero-dusk', heroAtDusk),
  role('customer-1', { ground: '#9cc6c4', coat: '#2f7f7a', skin: '#f0c9a4', hat: 'brim', hatColour: '#d9b476' }),
  role('customer-2', { ground: '#dfc39a', coat: '#c8653f', skin: '#e9bb92', hat: 'bun', hatColour: '#3a2a26' }),
  role('customer-3', { ground: '#98abcb', coat: '#3c5a8a', skin: '#f2cfae', hat: 'beanie', hatColour: '#c8502f' }),
  role('service', { ground: '#b5d2b0', coat: '#24584f', skin: '#eec39c', hat: 'hair', hatColour: '#2c2a30' }),
  role('warehouse', { ground: '#d8cdb8', coat: '#4c5966', skin: '#e6b78c', hat: 'cap', hatColour: '#e08a3a' }),
  role('rider', { ground: '#a9cbe0', coat: '#e0a52f', skin: '#efc6a0', hat: 'helmet', hatColour: '#2f7fb0' }),
  face('assistant', assistantAvatar),
]
