import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

/**
 * What of the page doesn't fit: the page itself scrolls sideways, something with words lies outside of it, or words are cut off.
 * What scrolls by itself may hold more than it shows; what ends in an ellipsis says that it goes on; what only screen readers
 * are told (1 px) has no size.
 */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const root = document.scrollingElement ?? document.documentElement
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide on a screen of ${innerWidth}`)
    const told = (element: Element): string => {
      const words = (element.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 40)
      return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> “${words}”`
    }
    const ownWords = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
    const scrolls = (element: Element | null): boolean => {
      for (let up = element; up && up !== document.body; up = up.parentElement) {
        const { overflowX, position } = getComputedStyle(up)
        if (overflowX === 'auto' || overflowX === 'scroll') return true
        if (position === 'fixed') return false
      }
      return false
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (!ownWords(element) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const box = element.getBoundingClientRect()
      if (box.width <= 1 || box.height <= 1) continue
      const style = getComputedStyle(element)
      if (style.clipPath !== 'none' || style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') continue
      if ((box.right > innerWidth + 1 || box.left < -1) && box.bottom > 0 && !scrolls(element.parentElement)) {
        found.push(`${told(element)} lies at ${Math.round(box.left)}–${Math.round(box.right)} of ${innerWidth}`)
      }
      const hidesX = style.overflowX === 'hidden' || style.overflowX === 'clip'
      const hidesY = style.overflowY === 'hidden' || style.overflowY === 'clip'
      if (hidesX && element.scrollWidth > element.clientWidth + 1) found.push(`${told(element)} is cut off at the side`)
      if (hidesY && element.scrollHeight > element.clientHeight + 2) found.push(`${told(element)} is cut off below`)
    }
    return [...new Set(found)]
  })
}

/**
 * Buttons, and links that look like one, whose one line of words doesn't stand in the middle of their height (3 px are nobody's to see).
 * What stacks a sign or a second line over its words lays itself out.
 */
export function offCentre(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.body.querySelectorAll<HTMLElement>('a[href],button,[role=button]')) {
      const style = getComputedStyle(element)
      if (style.display === 'inline' || style.flexDirection === 'column' || !element.checkVisibility({ visibilityProperty: true })) continue
      const words: DOMRect[] = []
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const range = document.createRange()
        range.selectNodeContents(walker.currentNode)
        words.push(...[...range.getClientRects()].filter((rect) => rect.width > 1))
      }
      const [first] = words
      if (!first || words.some((rect) => Math.abs(rect.top + rect.bottom - first.top - first.bottom) > 2)) continue
      const box = element.getBoundingClientRect()
      const off = Math.round((first.top + first.bottom - box.top - box.bottom) / 2)
      if (box.width > 1 && Math.abs(off) > 3)
        found.push(`“${(element.textContent ?? '').trim().slice(0, 30)}” stands ${off} px off its middle`)
    }
    return [...new Set(found)]
  })
}

/**
 * Everything a finger aims at that is smaller than `least` px in either direction. A field counts with the label around it.
 * Left out, as WCAG 2.5.8 says: links within a sentence, whose size the line gives; and what is shown only to a keyboard
 * until it has the focus (“skip to content”).
 */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((px) => {
    const all = 'a[href],button,input,select,textarea,summary,[role=button],[role=tab],[role=option],[role=switch],[role=menuitem]'
    const reaches = (element: Element, x: number, y: number): boolean => {
      const hit = document.elementFromPoint(x, y)
      return hit !== null && (element === hit || element.contains(hit) || hit.closest('label')?.contains(element) === true)
    }
    const found = new Map<string, string>()
    for (const element of document.body.querySelectorAll<HTMLElement>(all)) {
      if (element instanceof HTMLInputElement && (element.type === 'hidden' || element.type === 'file')) continue
      const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
      const shown = [element, ...labels.filter((label) => label.contains(element) || element.matches('[type=checkbox],[type=radio]'))]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }))
        .map((one) => one.getBoundingClientRect())
        .filter((box) => box.width > 1 && box.height > 1)
      if (shown.length === 0) continue
      const [width, height] = [Math.max(...shown.map((box) => box.width)), Math.max(...shown.map((box) => box.height))]
      if (width >= px - 0.5 && height >= px - 0.5) continue
      const style = getComputedStyle(element)
      const inSentence =
        element.matches('a') &&
        style.display === 'inline' &&
        (element.parentElement?.textContent ?? '').trim().length > (element.textContent ?? '').trim().length
      if (inSentence || element.matches('.skip') || element.closest('[aria-hidden=true]')) continue
      element.scrollIntoView({ block: 'center', inline: 'nearest' })
      const box = element.getBoundingClientRect()
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
      const half = px / 2 - 0.5
      const grown =
        (width >= px - 0.5 || (reaches(element, x - half, y) && reaches(element, x + half, y))) &&
        (height >= px - 0.5 || (reaches(element, x, y - half) && reaches(element, x, y + half)))
      if (grown) continue
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)
      const kind = `${element.tagName.toLowerCase()}.${element.getAttribute('class')?.split(' ')[0] ?? ''}`
      found.set(kind, `${kind} “${name}” is ${Math.round(width)} × ${Math.round(height)}`)
    }
    return [...found.values()]
  }, least)
}

/** The words of the page as somebody reads or hears them: texts, placeholders, names. */
export function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement
      if (!parent || parent.closest('script,style,svg,code,textarea[aria-hidden=true]') || !parent.checkVisibility()) continue
      words.add((walker.currentNode.textContent ?? '').trim())
    }
    for (const element of document.body.querySelectorAll('[aria-label],[placeholder],[alt],[title]')) {
      if (element.closest('[aria-hidden=true]')) continue
      for (const name of ['aria-label', 'placeholder', 'alt', 'title']) words.add((element.getAttribute(name) ?? '').trim())
    }
    words.add(document.title)
    return [...words].filter(Boolean)
  })
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe-core finds against WCAG 2.2 AA, one line each. */
export async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  return page.evaluate(async (tags) => {
    interface Axe {
      run(options: object): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }>
    }
    const { axe: tool } = window as unknown as { axe: Axe }
    const { violations } = await tool.run({ runOnly: tags, resultTypes: ['violations'] })
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) =>
          `${id}: ${help} at ${target.join(' ')} — ${failureSummary.split('\n').slice(1, 2).join('').trim()}`,
      ),
    )
  }, rules)
}
