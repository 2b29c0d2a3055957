import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Deep lake teal, the one accent. Shade 7 on white is 7.4 : 1. */
const lake: MantineColorsTuple = [
  '#e9f5f6',
  '#d3e9ec',
  '#a6d3d9',
  '#76bbc5',
  '#4fa5b2',
  '#338f9e',
  '#1d7a8a',
  '#10606f',
  '#0d5464',
  '#083b47',
]
/** The float's orange, for the next action of my role only. Shade 7 under white text is 5.2 : 1. */
const float: MantineColorsTuple = [
  '#fff1e8',
  '#ffe0cd',
  '#ffbf98',
  '#ff9a5e',
  '#f97d37',
  '#ee6418',
  '#d9520c',
  '#c2410c',
  '#a3350a',
  '#7a2707',
]

export const theme = createTheme({
  colors: { lake, float },
  primaryColor: 'lake',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace',
  // Small type is never below 13 px, and 18 px and more in large type, whose root is 20 px.
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.375rem' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.1875rem' }, h3: { fontSize: '1.0625rem' } } },
  components: {
    Button: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md', hideControls: true } },
    Textarea: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', size: 'lg', tt: 'none' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
    Paper: { defaultProps: { radius: 'lg' } },
  },
})
