/** One column on a phone, three steps side by side where there is room. */
export const style = `
:root{--ground:#f6f4ef;--paper:#fff;--ink:#1d2a2e;--soft:#55656a;--line:#d9ddd8;--lake:#0b6e6e;--float:#d9482b;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#10191b;--paper:#1a2629;--ink:#e8efee;--soft:#a3b3b5;--line:#34464a;--lake:#3fb0a8;--float:#ff7a5c;--on:#06211f}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:18px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:920px;margin:0 auto;padding:16px}
h1{font-size:1.6em;line-height:1.3;margin:.2em 0 .4em}
a{color:var(--lake)}
.language{text-align:right;margin:0}.language a{display:inline-block;padding:8px}
.note{color:var(--soft);margin:.4em 0}
details{background:var(--paper);border:1px solid var(--line);border-radius:16px;margin:16px 0;padding:0 16px}
summary{font-weight:600;min-height:60px;display:flex;align-items:center;cursor:pointer}
summary::after{content:"";margin-left:auto;width:10px;height:10px;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg)}
details[open] summary::after{transform:rotate(-135deg)}
.button{display:block;text-align:center;background:var(--lake);color:var(--on);border-radius:30px;min-height:60px;line-height:60px;font-size:1.1em;text-decoration:none;padding:0 24px}
ol{list-style:none;margin:0;padding:8px 0 16px;display:grid;gap:24px;grid-template-columns:repeat(auto-fit,minmax(210px,1fr))}
li p{margin:.6em 0 0}
li b{color:var(--lake)}
svg{display:block;width:100%;max-width:230px;height:auto;margin:0 auto}
svg text{font:13px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;fill:var(--ink)}
svg .small{font-size:12px;fill:var(--soft)}
svg text.on{fill:var(--on);font-weight:600}
.case{fill:var(--soft)}.screen{fill:var(--ground);stroke:var(--line)}.row{fill:var(--paper);stroke:var(--line)}.line{fill:var(--line)}
.here{fill:var(--lake)}.knob{fill:#fff}.sheet{fill:var(--paper);stroke:var(--soft);stroke-width:1.5}.float{fill:var(--float)}
.cross{fill:none;stroke:var(--soft);stroke-width:2;stroke-linecap:round}.cross.on{stroke:var(--on)}
.ring{fill:none;stroke:var(--soft);stroke-width:2}
.touch{fill:var(--float);opacity:.35}.finger{fill:var(--paper);stroke:var(--float);stroke-width:2;stroke-linejoin:round}
.then{font-size:1.1em;font-weight:600;overflow-wrap:anywhere}
code{font-size:.8em;overflow-wrap:anywhere}
`
